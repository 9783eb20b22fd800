using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>What becomes of a call at its seccomp stop, and at its exit stop where there is one.</summary>
/// <param name="table">The session's rows.</param>
/// <param name="context">What handlers share.</param>
/// <param name="ownCalls">Makes those that the kernel has not.</param>
internal sealed class CallMaker(SyscallTable table, SyscallContext context, StubCallMaker ownCalls)
{
    private const int StopsAhead = 2; // the exit of the guest's call, which is not made; the entry of the stub's

    private readonly FastSiteScan _scan = new(table);

    /// <summary>At the stop where a tracee has made another, which is not one yet.</summary>
    public void OnBirth(Tracee maker, Kinship kinship)
    {
        if ((kinship & Kinship.SameProcess) != 0)
        {
            _scan.OnThread(maker);
        }
    }

    /// <summary>At the seccomp stop, the call read: has its row decide, and the thread go on.</summary>
    public void Make(Tracee tracee)
    {
        context.Begin();
        SyscallRow? row = table[tracee.Call.Number];
        if (row is null || (tracee.Call.Abi == Abi.I386 && !row.Condition.Holds(tracee.Call))) // the filter cannot look everywhere
        {
            TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
            return;
        }

        if (row.IsOwn)
        {
            ownCalls.Make(tracee, row, row.Name, null, StopsAhead);
            return;
        }

        if (row.IsFast)
        {
            tracee.FastPath.Lead();
        }

        Verdict verdict = row.Handler(context, row, tracee);
        if (verdict.Kind == VerdictKind.Return)
        {
            context.Log.Result(tracee.Tid, row.Name, context.Log.TakePaths(), verdict.Value);
            tracee.Answer(verdict.Value);
            TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
        }
        else if (verdict.Kind == VerdictKind.Sleep)
        {
            ownCalls.Begin(tracee, row, verdict, row.Name, null, StopsAhead);
        }
        else if (verdict.Kind == VerdictKind.RunThenExit || context.Log.ShowsResults)
        {
            tracee.Pending = new PendingCall
            {
                IsSet = true,
                Exit = verdict.Exit,
                Name = row.Name,
                Paths = context.Log.TakePaths(),
            };
            tracee.ChangeInPlace();
            TracerLoop.Resume(PTRACE_SYSCALL, tracee.Tid);
        }
        else
        {
            if (tracee.HasChanged && !tracee.Redirect())
            {
                tracee.Answer(-(long)Errno.EFAULT);
            }

            TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
        }
    }

    /// <summary>At the exit stop: the exit half, and the guest's own registers.</summary>
    public void Finish(Tracee tracee)
    {
        if (tracee.Pending.IsSet && tracee.ReadRegisters())
        {
            PendingCall pending = tracee.Pending;
            tracee.Pending = default;
            long result = (long)tracee.Registers.rax;
            if (pending.Exit is not null)
            {
                result = pending.Exit(context, tracee, result);
            }

            tracee.Restore(result);
            context.Log.Result(tracee.Tid, pending.Name!, pending.Paths, result);
        }

        TracerLoop.Resume(PTRACE_CONT, tracee.Tid);
    }
}
