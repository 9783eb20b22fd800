using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>Calls that a filter from before ours forbids by SIGSYS (SECCOMP_RET_TRAP), as Android's does in every app.</summary>
/// <remarks>
/// Of two filters the stricter answer counts, so such a call never comes to PTRACE_EVENT_SECCOMP: the thread stops before
/// the delivery of a SIGSYS, its call not made and its registers as they were. The row of the call, if it has one, does
/// what it always does; then its substitute (<see cref="SyscallRows.Substitutes"/>) says by which allowed call it is made,
/// through the redirect stub. The signal is not delivered.
/// </remarks>
/// <param name="forbidden">Which calls they are.</param>
/// <param name="table">The session's rows.</param>
/// <param name="context">What handlers share.</param>
/// <param name="tracees">All of the session.</param>
/// <param name="calls">Makes them in the stub.</param>
internal sealed unsafe class ForbiddenCallMaker(
    ForbiddenCalls forbidden, SyscallTable table, SyscallContext context, TraceeTable tracees, StubCallMaker calls)
{
    private const int StopsAhead = 1; // the entry of the stub's call
    private const int SYS_SECCOMP = 1; // si_code
    private const uint ErrnoMax = 4095;
    private const ulong SignalOfTrap = 1UL << (Signals.SIGSYS - 1);

    private readonly SyscallTable _substitutes = new(SyscallRows.Substitutes);

    /// <summary>Handles a SIGSYS stop if it is a forbidden call; false: the signal is the guest's.</summary>
    public bool TryMake(Tracee tracee)
    {
        siginfo_sigsys info;
        if (!forbidden.IsPossible || ptrace(PTRACE_GETSIGINFO, tracee.Tid, null, &info) != 0 ||
            info.si_code != SYS_SECCOMP || !forbidden.Contains(info.si_syscall, AbiOf(info)) || !tracee.ReadRegisters())
        {
            return false; // another signal, or a filter of the guest's own has sent it
        }

        bool wasBlocked = HasForgottenAction(tracee);
        BlockAgain(tracee, wasBlocked);
        tracee.HasLostAction = wasBlocked;
        if (tracee.IsInShim || AbiOf(info) != tracee.AbiOfRegisters || AbiOf(info) != tracee.Space.Abi)
        {
            tracee.Answer(-(long)Errno.ENOSYS);
            TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
            return true;
        }

        tracee.Enter(info.si_syscall);
        uint own = context.GuestFilters.Decide(tracee.Index, tracee.OwnCall, tracee.Registers.rip);
        if ((own & Linux.Seccomp.SECCOMP_RET_ACTION) == Linux.Seccomp.SECCOMP_RET_TRAP)
        {
            return false;
        }

        if ((own & Linux.Seccomp.SECCOMP_RET_ACTION) == Linux.Seccomp.SECCOMP_RET_ERRNO)
        {
            calls.Answer(tracee, NameOf(tracee.Call.Number), -(long)Math.Min(own & ushort.MaxValue, ErrnoMax));
            return true;
        }

        context.Begin();
        SyscallRow? row = table[tracee.Call.Number];
        if (row is { IsOwn: true })
        {
            calls.Make(tracee, row, row.Name, null, StopsAhead);
            return true;
        }

        Verdict verdict = row is null || !row.Condition.Holds(tracee.Call) ? Verdict.Run : Decide(row, tracee);
        if (verdict.Kind == VerdictKind.Return)
        {
            calls.Answer(tracee, row!.Name, verdict.Value);
            return true;
        }

        calls.Make(tracee, SubstituteOf(tracee.Call), NameOf(tracee.Call.Number), verdict.Exit, StopsAhead);
        return true;
    }

    private Verdict Decide(SyscallRow row, Tracee tracee)
    {
        if (row.IsFast)
        {
            tracee.FastPath.Lead();
        }

        return row.Handler(context, row, tracee);
    }

    private static Abi AbiOf(in siginfo_sigsys info) => info.si_arch == Linux.Seccomp.AUDIT_ARCH_I386 ? Abi.I386 : Abi.X64;

    private SyscallRow? SubstituteOf(in SyscallCall call) =>
        (call.Abi == Abi.I386 ? I386Substitutes.Find(call.OwnNumber) : null) ?? _substitutes[call.Number];

    private string NameOf(int number) => (table[number] ?? _substitutes[number])?.Name ?? "a call without a row";

    /// <summary>Whether the kernel has just forgotten a handler of the guest's: it does so where the signal is blocked.</summary>
    private bool HasForgottenAction(Tracee tracee) =>
        !context.TrapActions.Get(tracee.Index).IsEmpty && (GuestStatus.CaughtSignals(tracee.Tid) & SignalOfTrap) == 0;

    /// <summary>
    /// A thread ends. Who waits for a futex that it gave up is made to look again: an interrupted wait is begun anew by
    /// the kernel, and sees the new value.
    /// </summary>
    public void OnEnding(Tracee tracee)
    {
        if (RobustListCalls.Release(context, tracee))
        {
            foreach (Tracee other in tracees.All)
            {
                ptrace(PTRACE_INTERRUPT, other.Tid);
            }
        }

        TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
    }

    /// <summary>
    /// The kernel unblocks a SIGSYS that it forces (force_sig_info_to_task, kernel/signal.c). Who has blocked all signals,
    /// as C libraries do around a fork and while a thread starts, has blocked this one too.
    /// </summary>
    private static void BlockAgain(Tracee tracee, bool wasBlocked)
    {
        // What cannot be blocked, and what glibc never blocks: SIGCANCEL and SIGSETXID.
        const ulong Others = ~((1UL << (Signals.SIGKILL - 1)) | (1UL << (Signals.SIGSTOP - 1)) | SignalOfTrap | (3UL << 31));
        ulong mask = 0;
        if (ptrace(PTRACE_GETSIGMASK, tracee.Tid, (void*)sizeof(ulong), &mask) == 0 &&
            (wasBlocked || (mask & Others) == Others))
        {
            mask |= SignalOfTrap;
            ptrace(PTRACE_SETSIGMASK, tracee.Tid, (void*)sizeof(ulong), &mask);
        }
    }
}
