using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>The calls that a filter from before ours forbids. Each is tried once, when first met.</summary>
internal sealed class ForbiddenCalls
{
    private readonly bool?[] _isForbidden = new bool?[Sysno.Unknown];

    /// <summary>Whether there is a filter at all: prctl(2), PR_GET_SECCOMP.</summary>
    public bool IsPossible { get; } = Raw.Call(Sysno.prctl, Linux.Seccomp.PR_GET_SECCOMP) == Linux.Seccomp.SECCOMP_MODE_FILTER;

    /// <summary>Whether a call of this number is forbidden; one that no kernel knows always is, by a list of what is allowed.</summary>
    public bool Contains(int number) =>
        (uint)number >= (uint)_isForbidden.Length || (_isForbidden[number] ??= Linux.Shim.ptracer_is_forbidden(number) != 0);
}
