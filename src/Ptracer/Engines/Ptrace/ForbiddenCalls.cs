using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>The calls that a filter from before ours forbids. Each is tried once, when first met.</summary>
internal sealed class ForbiddenCalls
{
    private readonly bool?[] _x64 = new bool?[Sysno.Unknown];
    private readonly bool?[] _i386 = new bool?[SysnoI386.Unknown];

    /// <summary>Whether there is a filter at all: prctl(2), PR_GET_SECCOMP.</summary>
    public bool IsPossible { get; } = Raw.Call(Sysno.prctl, Linux.Seccomp.PR_GET_SECCOMP) == Linux.Seccomp.SECCOMP_MODE_FILTER;

    /// <summary>Whether a call of this number is forbidden; one that no kernel knows always is, by a list of what is allowed.</summary>
    public bool Contains(int number, Abi abi)
    {
        bool?[] known = abi == Abi.I386 ? _i386 : _x64;
        return (uint)number >= (uint)known.Length || (known[number] ??= Try(number, abi));
    }

    /// <summary>Whether a call of 64-bit programs reaches the kernel.</summary>
    public bool Allows(int number) => !IsPossible || !Contains(number, Abi.X64);

    private static bool Try(int number, Abi abi) =>
        (abi == Abi.I386 ? Linux.Shim.ptracer_is_forbidden_i386(number) : Linux.Shim.ptracer_is_forbidden(number)) != 0;
}
