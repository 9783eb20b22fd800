using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>
/// The one thread that makes all ptrace calls of a session: waits for a stop, has it handled, resumes. From the first
/// tracee's seizure to the last one's death.
/// </summary>
/// <remarks>
/// A translated call takes one stop: PTRACE_EVENT_SECCOMP, then PTRACE_CONT into the redirect stub. Only where a result
/// changes after the kernel acted is the call let run to its exit stop (PTRACE_SYSCALL). An exec takes two stops: the
/// call, and PTRACE_EVENT_EXEC, where the plan is written for the stub loader. Tracees are seized, not attached, so that
/// group stops are told from signals and PTRACE_LISTEN keeps them stopped until SIGCONT.
/// </remarks>
internal sealed unsafe class TracerLoop : IGuestProcessTable
{
    public const ulong Options = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK |
        PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC;

    private readonly Staging _staging = new();
    private readonly TraceeTable _tracees;
    private readonly StopQueue _stops = new();
    private readonly Ticker _ticker = new();
    private readonly Strangers _strangers;
    private SyscallContext _context = null!;
    private CallMaker _calls = null!;
    private StubCallMaker _stubCalls = null!;
    private Sleepers _sleepers = null!;
    private ForbiddenCallMaker _forbiddenCalls = null!;
    private int _first;
    private int _firstStatus = -1;
    private bool _killAtExit;
    private bool _hasStarted;

    public TracerLoop()
    {
        _tracees = new TraceeTable(_staging);
        _strangers = new Strangers(_ticker);
        Placement = new Placement(_tracees, _ticker);
    }

    public Placement Placement { get; }

    /// <summary>The calls that a filter from before ours forbids.</summary>
    public ForbiddenCalls Forbidden { get; } = new();

    /// <summary>Who hears of processes; null: nobody.</summary>
    public IProcessWatcher? Watcher { get; init; }

    public SessionStatistics Statistics { get; } = new();

    public void Observe(IGuestObserver observer) => _tracees.Observe(observer);

    public bool IsTracee(int id) => _tracees.Find(id) is not null || _tracees.FindProcess(id) is not null;

    public int ExecutableDescriptor(int id) =>
        (_tracees.Find(id)?.Process ?? _tracees.FindProcess(id))?.Program?.Descriptor ?? -1;

    public bool HasShortAddresses(int id) => (_tracees.Find(id) ?? _tracees.FindRelative(id)).HasShortAddresses;

    public int IndexOf(int id) => _tracees.Find(id)?.Index ?? -1;

    public bool IsRunning(ulong device, ulong inode) => _tracees.IsRunning(device, inode);

    /// <summary>
    /// Traces a spawned process, with all that it starts, to the end. Returns the first process's wait status.
    /// </summary>
    /// <param name="table">The calls that stop.</param>
    /// <param name="context">What handlers share, and the plan of the first program.</param>
    /// <param name="tid">The spawned process; it is about to execute the stub.</param>
    /// <param name="killAtExit">Whether what outlives the first process is killed.</param>
    public int Run(SyscallTable table, SyscallContext context, int tid, bool killAtExit)
    {
        (_context, _killAtExit) = (context, killAtExit);
        _sleepers = new Sleepers(context);
        _stubCalls = new StubCallMaker(context, _sleepers);
        _calls = new CallMaker(table, context, _stubCalls);
        _forbiddenCalls = new ForbiddenCallMaker(Forbidden, table, context, _tracees, _stubCalls);
        _first = tid;
        _tracees.AddFirst(tid, null).BeginWith(context);
        Statistics.Start();
        while (_tracees.Count > 0)
        {
            Errno error = _stops.Take(_tracees.Count, out int stopped, out int status);
            if (error == Errno.None)
            {
                Dispatch(stopped, new WaitStatus(status), status);
                _sleepers.Interrupt();
            }
            else if (error != Errno.EINTR)
            {
                break; // ECHILD: nobody is left
            }

            if (_ticker.HasTicked())
            {
                OnTick();
            }
        }

        Statistics.Stop();
        return _firstStatus;
    }

    private void Dispatch(int tid, WaitStatus status, int raw)
    {
        Tracee? tracee = _tracees.Find(tid);
        if (tracee is null)
        {
            MeetStranger(tid, status);
            return;
        }

        if (status.Kind is not (StopKind.Exec or StopKind.Exited or StopKind.Killed) && tracee.WasReplaced())
        {
            return;
        }

        Statistics.Stops++;
        switch (status.Kind)
        {
            case StopKind.Seccomp:
                Placement.Stopped(tracee);
                OnCall(tracee);
                break;
            case StopKind.SyscallExit when tracee.Pending.IsRedirected:
                _stubCalls.OnStop(tracee);
                break;
            case StopKind.SyscallExit:
                _calls.Finish(tracee);
                break;
            case StopKind.Birth:
                OnBirth(tracee);
                break;
            case StopKind.Exec:
                OnExec(tid);
                break;
            case StopKind.Ending:
                _forbiddenCalls.OnEnding(tracee);
                break;
            case StopKind.GroupStop:
                OnGroupStop(tracee);
                break;
            case StopKind.Trap:
                OnTrap(tracee);
                break;
            case StopKind.Signal:
                OnSignal(tracee, status.Value);
                break;
            default:
                OnDeath(tracee, raw);
                break;
        }
    }

    private void OnCall(Tracee tracee)
    {
        if (tracee.Exec is not null && tracee.Process.Program is null)
        {
            Placement.Executing(tracee);
            Resume(PTRACE_CONT, tracee.Tid); // the spawned process executes the stub
            return;
        }

        if (!tracee.Enter())
        {
            return; // killed meanwhile: its death is reported next
        }

        Statistics.Calls++;
        if (tracee.IsForeign())
        {
            tracee.Answer(-(long)Errno.ENOSYS);
            Resume(PTRACE_CONT, tracee.Tid);
            return;
        }

        _calls.Make(tracee);
    }

    private void OnBirth(Tracee parent)
    {
        ulong child;
        if (ptrace(PTRACE_GETEVENTMSG, parent.Tid, null, &child) == 0 && _tracees.Find((int)child) is null)
        {
            Kinship kinship = Births.KinshipOf(parent);
            _calls.OnBirth(parent, kinship);
            Adopt((int)child, parent, kinship);
        }

        Resume(PTRACE_CONT, parent.Tid);
    }

    private void Adopt(int tid, Tracee parent, Kinship kinship)
    {
        Tracee child = _tracees.AddChild(tid, parent, kinship);
        child.ReportsEnd = parent.ReportsEnd;
        child.BeginAs(parent, kinship);
        Placement.Born(child, parent);
        _context.Log.Event(1, parent.Tid, (kinship & Kinship.SameProcess) != 0 ? "thread " : "process ", tid);
        if (_strangers.Remove(tid))
        {
            Resume(PTRACE_CONT, tid);
        }
    }

    /// <summary>A new tracee may stop before its maker's event: it waits until it is known whose child it is.</summary>
    private void MeetStranger(int tid, WaitStatus status)
    {
        if (status.Kind is StopKind.Exited or StopKind.Killed)
        {
            _strangers.Remove(tid);
            return;
        }

        if (_killAtExit && _firstStatus >= 0)
        {
            Unistd.kill(tid, Signals.SIGKILL); // made while all were being killed
            return;
        }

        int process = Births.ProcessOfMaker(tid);
        _strangers.Add(tid, process);
        if (!IsTracee(process))
        {
            AdoptOrphan(tid, process);
        }
    }

    /// <summary>Adopts one whose maker will not report any more, by what /proc says of it.</summary>
    private void AdoptOrphan(int tid, int process)
    {
        Kinship kinship = Births.ThreadGroupOf(tid) == tid ? Kinship.None : Kinship.Thread;
        Adopt(tid, _tracees.FindRelative(process), kinship);
    }

    private void OnTick()
    {
        Placement.Sweep();
        while (_strangers.FindImpatient(out int process) is not 0 and int tid)
        {
            AdoptOrphan(tid, process);
        }
    }

    private void OnExec(int tid)
    {
        ulong former = (ulong)tid;
        ptrace(PTRACE_GETEVENTMSG, tid, null, &former);
        if ((int)former != tid && _tracees.Find(tid) is { } replaced)
        {
            Placement.Died(replaced);
        }

        Tracee tracee = _tracees.Renew(tid, (int)former);
        PendingExec? exec = tracee.Exec;
        tracee.Exec = null;
        if (exec is not null)
        {
            tracee.Process.Program?.Release();
            tracee.Process.Program = new ProgramFile(exec.Descriptor);
            exec.Descriptor = -1;
            Placement.Executing(tracee);
            tracee.Load(exec);
            exec.Free();
            if (tid == _first && !_hasStarted)
            {
                _hasStarted = true;
                Watcher?.Started(tid);
            }
        }

        if (tracee.Pending.IsSet)
        {
            _context.Log.Result(tid, tracee.Pending.Name!, tracee.Pending.Paths, 0);
            tracee.Pending = default;
        }

        Resume(PTRACE_CONT, tid);
    }

    /// <summary>A signal that is about to be delivered; a SIGSYS may be a call that another filter forbids.</summary>
    private void OnSignal(Tracee tracee, int signal)
    {
        if (signal == Signals.SIGSYS && _forbiddenCalls.TryMake(tracee))
        {
            Placement.Stopped(tracee);
            Statistics.Calls++;
            return;
        }

        if (tracee.FastPath.Holds(ref signal))
        {
            Continue(tracee);
            return;
        }

        if (tracee.Pending.IsSleep)
        {
            _sleepers.OnSignal(tracee, signal);
        }
        else if (tracee.Pending.IsRedirected && !tracee.HoldsSignals) // it can only be SIGSTOP then
        {
            _stubCalls.Abandon(tracee);
        }
        else if (!tracee.Pending.IsSet)
        {
            tracee.LeaveStub();
        }

        Continue(tracee, signal);
    }

    /// <summary>Resumes a thread at a stop between system calls: a call that is being made in the stub goes on.</summary>
    private static void Continue(Tracee tracee, int signal = 0) =>
        Resume(tracee.Pending.IsSet ? PTRACE_SYSCALL : PTRACE_CONT, tracee.Tid, signal);

    private void OnGroupStop(Tracee tracee)
    {
        if (tracee.Pending.IsSleep)
        {
            _sleepers.OnGroupStop(tracee);
        }

        Resume(PTRACE_LISTEN, tracee.Tid);
        if (tracee.Tid == _first && _firstStatus < 0)
        {
            Linux.Shim.ptracer_command_stopped(1);
        }
    }

    private void OnTrap(Tracee tracee)
    {
        if (tracee.Tid == _first && _firstStatus < 0)
        {
            Linux.Shim.ptracer_command_stopped(0);
        }

        if (tracee.Pending.IsSleep)
        {
            _sleepers.OnTrap(tracee);
        }

        Continue(tracee);
    }

    private void OnDeath(Tracee tracee, int status)
    {
        Placement.Died(tracee);
        if (tracee.Process.Threads == 1 && !_strangers.IsEmpty)
        {
            while (_strangers.FindChildOf(tracee.Tgid) is not 0 and int child)
            {
                AdoptOrphan(child, tracee.Tgid);
            }
        }

        if (tracee.Pending.Exit is { } abandoned)
        {
            abandoned(_context, tracee, -(long)Errno.EINTR); // it holds descriptors of ours
        }

        _tracees.Remove(tracee);
        _context.Log.Event(1, tracee.Tid, "ended, status ", status);
        if (tracee.Tid == tracee.Tgid)
        {
            Watcher?.Ended(tracee.Tid, status, tracee.Tid == _first && _firstStatus < 0);
        }

        if (tracee.Tid == _first && _firstStatus < 0)
        {
            _firstStatus = status;
            Linux.Shim.ptracer_forward_signals(0);
            if (_killAtExit)
            {
                KillAll();
            }
        }
    }

    private void KillAll()
    {
        foreach (Tracee tracee in _tracees.All)
        {
            Unistd.kill(tracee.Tgid, Signals.SIGKILL);
        }

        foreach (int tid in _strangers.All)
        {
            Unistd.kill(tid, Signals.SIGKILL);
        }
    }

    /// <summary>ESRCH is no error here: the tracee was killed while it was stopped, and its death is reported next.</summary>
    public static void Resume(int request, int tid, int signal = 0) => ptrace(request, tid, null, (void*)signal);
}
