using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>The second half of a call whose result changes after the kernel acted.</summary>
/// <param name="context">The session's.</param>
/// <param name="guest">The tracee, at its syscall-exit stop.</param>
/// <param name="result">What the kernel returned: a value or -errno.</param>
/// <returns>What the guest gets.</returns>
internal delegate long ExitHalf(SyscallContext context, IGuest guest, long result);

/// <summary>What a handler decides about a call.</summary>
internal readonly struct Verdict
{
    private Verdict(VerdictKind kind, long value, ExitHalf? exit)
    {
        Kind = kind;
        Value = value;
        Exit = exit;
    }

    public VerdictKind Kind { get; }

    public long Value { get; }

    public ExitHalf? Exit { get; }

    /// <summary>The kernel makes the call, with the arguments that the handler set, if any.</summary>
    public static Verdict Run => default;

    /// <summary>The call is not made; the guest gets this result.</summary>
    public static Verdict Return(long value) => new(VerdictKind.Return, value, null);

    /// <summary>The call is not made; the guest gets this error.</summary>
    public static Verdict Fail(Errno errno) => new(VerdictKind.Return, -(long)errno, null);

    /// <summary>The thread sleeps, by the call that was set, until the tracer ends it: <see cref="SleepCalls"/>.</summary>
    public static Verdict Sleep => new(VerdictKind.Sleep, 0, null);

    /// <summary>The kernel makes the call, then <paramref name="exit"/> has the last word: a second stop.</summary>
    public static Verdict RunThenExit(ExitHalf exit) => new(VerdictKind.RunThenExit, 0, exit);
}

/// <summary>The kinds of <see cref="Verdict"/>.</summary>
internal enum VerdictKind
{
    Run,
    RunThenExit,
    Return,
    Sleep,
}
