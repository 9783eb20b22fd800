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
internal sealed unsafe class ForbiddenCallMaker(
    ForbiddenCalls forbidden, SyscallTable table, SyscallContext context, TraceeTable tracees)
{
    private const int SYS_SECCOMP = 1; // si_code
    private const uint ErrnoMax = 4095;
    private const ulong SignalOfTrap = 1UL << (Signals.SIGSYS - 1);

    private readonly SyscallTable _substitutes = new(SyscallRows.Substitutes);

    /// <summary>Handles a SIGSYS stop if it is a forbidden call; false: the signal is the guest's.</summary>
    public bool TryMake(Tracee tracee)
    {
        siginfo_sigsys info;
        if (!forbidden.IsPossible || ptrace(PTRACE_GETSIGINFO, tracee.Tid, null, &info) != 0 ||
            info.si_code != SYS_SECCOMP || !forbidden.Contains(info.si_syscall) || !tracee.ReadRegisters())
        {
            return false; // another signal, or a filter of the guest's own has sent it
        }

        bool wasBlocked = HasForgottenAction(tracee);
        BlockAgain(tracee, wasBlocked);
        tracee.HasLostAction = wasBlocked;
        if (tracee.IsInShim || info.si_arch != Linux.Seccomp.AUDIT_ARCH_X86_64)
        {
            tracee.Answer(-(long)Errno.ENOSYS);
            TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
            return true;
        }

        tracee.Enter(info.si_syscall);
        uint own = context.GuestFilters.Decide(tracee.Index, tracee.Call, tracee.Registers.rip);
        if ((own & Linux.Seccomp.SECCOMP_RET_ACTION) == Linux.Seccomp.SECCOMP_RET_TRAP)
        {
            return false;
        }

        if ((own & Linux.Seccomp.SECCOMP_RET_ACTION) == Linux.Seccomp.SECCOMP_RET_ERRNO)
        {
            Answer(tracee, NameOf(tracee.Call.Number), -(long)Math.Min(own & ushort.MaxValue, ErrnoMax));
            return true;
        }

        context.Begin();
        SyscallRow? row = table[tracee.Call.Number];
        Verdict verdict = row is null || !row.Condition.Holds(tracee.Call) ? Verdict.Run : row.Handler(context, row, tracee);
        if (verdict.Kind == VerdictKind.Return)
        {
            Answer(tracee, row!.Name, verdict.Value);
            return true;
        }

        Substitute(tracee, verdict);
        return true;
    }

    private string NameOf(int number) => (table[number] ?? _substitutes[number])?.Name ?? "a call without a row";

    private void Substitute(Tracee tracee, in Verdict verdict)
    {
        SyscallRow? substitute = _substitutes[tracee.Call.Number];
        string name = NameOf(tracee.Call.Number);
        Verdict made = substitute is null ? Verdict.Fail(Errno.ENOSYS) : substitute.Handler(context, substitute, tracee);
        if (made.Kind == VerdictKind.Return || tracee.LacksRoom || !tracee.Redirect())
        {
            long result = made.Kind == VerdictKind.Return ? made.Value
                : tracee.LacksRoom ? -(long)Errno.ENOMEM : -(long)Errno.EFAULT;
            Answer(tracee, name, verdict.Exit is null ? result : verdict.Exit(context, tracee, result));
            return;
        }

        if (verdict.Exit is null && made.Exit is null && !context.Log.ShowsResults && !tracee.HasLostAction)
        {
            TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
            return;
        }

        tracee.Pending = new PendingCall
        {
            IsSet = true,
            IsRedirected = true,
            AwaitsEntry = true,
            Convert = made.Exit,
            Exit = verdict.Exit,
            Name = name,
            Paths = context.Log.TakePaths(),
        };
        TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
    }

    /// <summary>Whether the kernel has just forgotten a handler of the guest's: it does so where the signal is blocked.</summary>
    private bool HasForgottenAction(Tracee tracee) =>
        !context.TrapActions.Get(tracee.Index).IsEmpty && (GuestStatus.CaughtSignals(tracee.Tid) & SignalOfTrap) == 0;

    private void Answer(Tracee tracee, string name, long result)
    {
        if (!tracee.ReportsEnd && context.RobustLists[tracee.Index] != 0)
        {
            ptrace(PTRACE_SETOPTIONS, tracee.Tid, null, (void*)(TracerLoop.Options | PTRACE_O_TRACEEXIT));
            tracee.ReportsEnd = true;
        }

        context.Log.Result(tracee.Tid, name, context.Log.TakePaths(), result);
        if (tracee.HasLostAction && tracee.Redirect())
        {
            tracee.Pending = new PendingCall { IsSet = true, IsRedirected = true, Name = name };
            RestoreAction(tracee, result);
            return;
        }

        tracee.Answer(result);
        TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
    }

    /// <summary>Has the thread give its handler back to the kernel, from the stub; then it goes on with a result.</summary>
    private void RestoreAction(Tracee tracee, long result)
    {
        tracee.HasLostAction = false;
        tracee.Pending.AwaitsEntry = tracee.RedirectToAction(context.TrapActions.Get(tracee.Index));
        tracee.Pending.Result = result;
        TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
    }

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

    /// <summary>The exit stop of a call that was made in the stub.</summary>
    public void OnExit(Tracee tracee)
    {
        if (tracee.Pending.AwaitsEntry)
        {
            tracee.Pending.AwaitsEntry = false;
            TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
            return;
        }

        if (tracee.ReadRegisters())
        {
            long result = tracee.Pending.Result ?? (long)tracee.Registers.rax;
            if (Raw.WillRestart(result))
            {
                Abandon(tracee); // its signal is delivered next, or the guest's own call is made anew
            }
            else
            {
                PendingCall pending = tracee.Pending;
                result = pending is { Convert: { } convert, Result: null } ? convert(context, tracee, result) : result;
                if (tracee.TakeAgain())
                {
                    tracee.Pending.AwaitsEntry = tracee.RedirectAgain();
                    TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
                    return;
                }

                if (tracee.HasLostAction)
                {
                    RestoreAction(tracee, result);
                    return;
                }

                tracee.Pending = default;
                result = pending.Exit is { } exit ? exit(context, tracee, result) : result;
                tracee.RestoreInStub(result);
                context.Log.Result(tracee.Tid, pending.Name!, pending.Paths, result);
            }
        }

        TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
    }

    /// <summary>A signal has come between: the guest's call is as if not yet made, or is interrupted.</summary>
    public void Abandon(Tracee tracee)
    {
        ExitHalf? abandoned = tracee.Pending.Exit;
        tracee.Pending = default;
        abandoned?.Invoke(context, tracee, -(long)Errno.EINTR);
        tracee.LeaveStub();
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
