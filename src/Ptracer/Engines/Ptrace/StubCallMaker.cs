using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>
/// Calls that are made in place of a guest's own, in the redirect stub, with stops before and after each: those that an
/// inherited filter forbids, and those that are the session's own (<see cref="SyscallRow.IsOwn"/>).
/// </summary>
/// <param name="context">What handlers share.</param>
/// <param name="sleepers">Threads that sleep in the stub.</param>
internal sealed unsafe class StubCallMaker(SyscallContext context, Sleepers sleepers)
{
    /// <summary>At a stop where the guest's call has not been made: has a handler decide what is made for it.</summary>
    /// <param name="tracee">The thread; the call is entered.</param>
    /// <param name="row">Whose handler decides; null: nothing is, ENOSYS.</param>
    /// <param name="name">The call's name.</param>
    /// <param name="exit">The exit half of the guest's own call.</param>
    /// <param name="stopsAhead">How many stops come before the one in which the stub's first call has been made.</param>
    public void Make(Tracee tracee, SyscallRow? row, string name, ExitHalf? exit, int stopsAhead)
    {
        Verdict made = row is null ? Verdict.Fail(Errno.ENOSYS)
            : tracee.CallError != Errno.None ? Verdict.Fail(tracee.CallError)
            : row.Handler(context, row, tracee);
        Begin(tracee, row, made, name, exit, stopsAhead);
    }

    /// <summary>The same, decided.</summary>
    public void Begin(Tracee tracee, SyscallRow? row, Verdict made, string name, ExitHalf? exit, int stopsAhead)
    {
        if (made.Kind == VerdictKind.Return || tracee.LacksRoom || !tracee.Redirect())
        {
            context.Place.Sleeps?.TryEnd(tracee.Index, out _);
            long result = made.Kind == VerdictKind.Return ? made.Value
                : tracee.LacksRoom ? -(long)Errno.ENOMEM : -(long)Errno.EFAULT;
            Answer(tracee, name, exit is null ? result : exit(context, tracee, result));
            return;
        }

        if (made.Kind == VerdictKind.Run && exit is null && !context.Log.ShowsResults && !tracee.HasLostAction)
        {
            TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
            return;
        }

        tracee.Pending = new PendingCall
        {
            IsSet = true,
            IsRedirected = true,
            IsSleep = made.Kind == VerdictKind.Sleep,
            StopsAhead = stopsAhead,
            Convert = made.Exit,
            Exit = exit,
            Name = name,
            Paths = context.Log.TakePaths(),
        };
        if (row!.IsOwn && made.Exit is not null)
        {
            tracee.HoldSignals(); // or one of several calls could be left without the others
        }

        TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
    }

    /// <summary>No call is made; the guest sees a result.</summary>
    public void Answer(Tracee tracee, string name, long result)
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

    /// <summary>A stop at the entry or the exit of a call that is made in the stub.</summary>
    public void OnStop(Tracee tracee)
    {
        if (tracee.Pending.StopsAhead > 0)
        {
            tracee.Pending.StopsAhead--;
            if (tracee.Pending.IsSleep)
            {
                sleepers.OnStopAhead(tracee);
            }

            TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
            return;
        }

        if (tracee.ReadRegisters())
        {
            long result = tracee.Pending.Result ?? (long)tracee.Registers.rax;
            if (tracee.Pending.IsSleep && !sleepers.TryEnd(tracee, ref result))
            {
                TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
                return;
            }

            if (result == Sleep.MakeAgain)
            {
                tracee.Pending = default;
                tracee.RepeatCall();
            }
            else if (Raw.WillRestart(result))
            {
                Abandon(tracee); // its signal is delivered next, or the guest's own call is made anew
            }
            else if (!Finish(tracee, result))
            {
                return;
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
        tracee.ReleaseSignals();
        tracee.LeaveStub();
    }

    /// <summary>A call in the stub has a result: false if another one has been set going.</summary>
    private bool Finish(Tracee tracee, long result)
    {
        PendingCall pending = tracee.Pending;
        result = pending is { Convert: { } convert, Result: null } ? convert(context, tracee, result) : result;
        if (tracee.TakeAgain())
        {
            tracee.Pending.StopsAhead = tracee.RedirectAgain() ? 1 : 0;
            TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
            return false;
        }

        if (tracee.HasLostAction)
        {
            RestoreAction(tracee, result);
            return false;
        }

        tracee.Pending = default;
        result = pending.Exit is { } exit ? exit(context, tracee, result) : result;
        tracee.RestoreInStub(result);
        tracee.ReleaseSignals();
        context.Log.Result(tracee.Tid, pending.Name!, pending.Paths, result);
        return true;
    }

    /// <summary>Has the thread give its handler back to the kernel, from the stub; then it goes on with a result.</summary>
    private void RestoreAction(Tracee tracee, long result)
    {
        tracee.HasLostAction = false;
        tracee.Pending.StopsAhead = tracee.RedirectToAction(context.TrapActions.Get(tracee.Index)) ? 1 : 0;
        tracee.Pending.Result = result;
        TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
    }
}
