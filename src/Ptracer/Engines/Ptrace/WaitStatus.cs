using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>What a wait status says, decoded once (wait(2), ptrace(2)).</summary>
internal enum StopKind
{
    Exited,
    Killed,
    Seccomp,
    SyscallExit,

    /// <summary>fork, vfork or clone made a new tracee.</summary>
    Birth,
    Exec,


    /// <summary>A thread is about to end; its memory is still there.</summary>
    Ending,

    /// <summary>A stop signal has stopped the whole process.</summary>
    GroupStop,

    /// <summary>A new tracee's first stop, or the end of a group stop.</summary>
    Trap,

    /// <summary>A signal is about to be delivered.</summary>
    Signal,
}

/// <summary>A decoded wait status.</summary>
internal readonly struct WaitStatus(int status)
{
    public StopKind Kind => (status & 0x7f) switch
    {
        0 => StopKind.Exited,
        0x7f => KindOfStop,
        _ => StopKind.Killed,
    };

    /// <summary>The exit code, or the signal that killed or stopped.</summary>
    public int Value => (status & 0x7f) switch
    {
        0 => (status >> 8) & 0xff,
        0x7f => (status >> 8) & 0x7f,
        _ => status & 0x7f,
    };

    private int StopSignal => (status >> 8) & 0xff;

    private StopKind KindOfStop => (status >> 16) switch
    {
        PtraceH.PTRACE_EVENT_SECCOMP => StopKind.Seccomp,
        PtraceH.PTRACE_EVENT_FORK or PtraceH.PTRACE_EVENT_VFORK or PtraceH.PTRACE_EVENT_CLONE => StopKind.Birth,
        PtraceH.PTRACE_EVENT_EXEC => StopKind.Exec,
        PtraceH.PTRACE_EVENT_EXIT => StopKind.Ending,
        PtraceH.PTRACE_EVENT_STOP => StopSignal == Signals.SIGTRAP ? StopKind.Trap : StopKind.GroupStop,
        _ => StopSignal == (Signals.SIGTRAP | 0x80) ? StopKind.SyscallExit : StopKind.Signal,
    };
}
