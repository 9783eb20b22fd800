using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>What a probe answered: see <see cref="Shim.ProbeKilledBase"/>.</summary>
internal readonly struct ProbeResult(long value)
{
    /// <summary>The answer as it came.</summary>
    public long Value => value;

    /// <summary>Whether the facility works.</summary>
    public bool Works => value >= 0;

    /// <summary>The kernel's errno; none if it works or the child was killed.</summary>
    public Errno Errno => Raw.ErrnoOf(value);

    /// <summary>The refusal in words: <c>EPERM</c>, <c>the attempt was killed by signal 31</c>.</summary>
    public string Refusal => value <= -Shim.ProbeKilledBase
        ? $"the attempt was killed by signal {-value - Shim.ProbeKilledBase}"
        : Errno.ToString();

    /// <summary>The facility's answer.</summary>
    public static implicit operator ProbeResult(int value) => new(value);

    /// <summary>A system call's answer.</summary>
    public static implicit operator ProbeResult(long value) => new(value);
}
