using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>Threads that sleep in the redirect stub until the tracer ends their call.</summary>
/// <remarks>
/// Who ends a call leaves a result in its <see cref="Sleep"/>; PTRACE_INTERRUPT then gets the thread out of the kernel, and
/// the result is found at its next stop: the exit of ppoll(2), which the kernel would make again; the interrupt's own stop,
/// if ppoll had not been entered yet; or a signal's. Any stop that a thread comes to takes a pending interrupt away
/// (ptrace_stop(), kernel/signal.c), so one before ppoll renews it. A stop without a result, by a signal that no handler of
/// the guest's sees or by an interrupt meant for an earlier call, leaves the thread where it is: the kernel makes ppoll
/// again, with the time that was left. A signal with a handler ends the call as the kernel would have ended the guest's own.
/// </remarks>
/// <param name="context">What handlers share.</param>
internal sealed unsafe class Sleepers(SyscallContext context)
{
    private Sleeps Sleeps => context.Place.Sleeps!;

    /// <summary>Gets those out of the kernel whose calls have been ended.</summary>
    public void Interrupt()
    {
        while (context.Place.Sleeps is { } sleeps && sleeps.TryTakeWoken(out int tid))
        {
            ptrace(PTRACE_INTERRUPT, tid);
        }
    }

    /// <summary>At a stop before ppoll has been made.</summary>
    public void OnStopAhead(Tracee tracee)
    {
        if (Sleeps[tracee.Index] is { Result: not null })
        {
            ptrace(PTRACE_INTERRUPT, tracee.Tid);
        }
    }

    /// <summary>At the exit of ppoll: the call's result; false if it is made again.</summary>
    public bool TryEnd(Tracee tracee, ref long result)
    {
        if (Raw.WillRestart(result) && Sleeps[tracee.Index] is { Result: null })
        {
            tracee.Pending.StopsAhead = 1;
            return false;
        }

        tracee.Pending.IsSleep = false;
        if (Sleeps.TryEnd(tracee.Index, out Sleep? sleep))
        {
            result = sleep.Result is not null ? sleep.Finish(tracee) : result == 0 ? sleep.TimedOut : result;
        }

        return true;
    }

    /// <summary>A signal is about to be delivered to a sleeper.</summary>
    public void OnSignal(Tracee tracee, int signal)
    {
        ulong bit = 1UL << (signal - 1);
        if (Sleeps[tracee.Index] is { Result: not null } || (GuestStatus.CaughtSignals(tracee.Tid) & bit) != 0)
        {
            Leave(tracee);
        }
    }

    /// <summary>A stop signal has stopped a sleeper's process: a call that every signal ends has ended.</summary>
    public void OnGroupStop(Tracee tracee)
    {
        if (Sleeps[tracee.Index] is { Result: null, Interrupted: -(long)Errno.EINTR })
        {
            Leave(tracee);
        }
    }

    /// <summary>The end of a group stop, or an interrupt.</summary>
    public void OnTrap(Tracee tracee)
    {
        if (Sleeps[tracee.Index] is { Result: not null })
        {
            Leave(tracee);
        }
    }

    /// <summary>The thread goes on behind the guest's own call, wherever in the stub it is.</summary>
    private void Leave(Tracee tracee)
    {
        PendingCall pending = tracee.Pending;
        tracee.Pending = default;
        if (Sleeps.TryEnd(tracee.Index, out Sleep? sleep))
        {
            long result = sleep.Result is not null ? sleep.Finish(tracee) : sleep.Interrupted;
            if (result == Sleep.MakeAgain)
            {
                tracee.RepeatCall();
                return;
            }

            tracee.LeaveStub(result);
            context.Log.Result(tracee.Tid, pending.Name!, pending.Paths, result);
        }
    }
}
