using Ptracer.Engines.Shim;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;

namespace Ptracer.Engines.Ptrace;

/// <summary>One traced thread. Its registers are valid while it is stopped.</summary>
internal sealed unsafe partial class Tracee(int tid, GuestProcess process, AddressSpace space, int index, Staging staging) : IGuest
{
    private const int ExitWords = 8;
    private const int NumberChanged = 1 << SixWords.Count; // in _changed, behind a bit for each argument

    private readonly ulong[] _exitState = new ulong[ExitWords];
    private readonly ulong[] _arguments = new ulong[6];
    private int _changed;
    private int _number;
    private Abi _numberAbi;
    private bool _isAgain;
    private ulong _heldMask;

    public int Tid { get; set; } = tid;

    public int Tgid => Process.Tgid;

    public int Index { get; } = index;

    public GuestProcess Process { get; set; } = process;

    public AddressSpace Space { get; set; } = space;

    public SyscallCall Call { get; private set; }

    /// <summary>Its visits to the fast path.</summary>
    public FastPathVisit FastPath => field ??= new FastPathVisit(this);

    public Span<ulong> ExitState => _exitState;

    public void TurnFastPathOff() => FastPath.TurnOff();

    /// <summary>The call that waits for its exit stop.</summary>
    public PendingCall Pending;

    /// <summary>The exec that waits for PTRACE_EVENT_EXEC.</summary>
    public PendingExec? Exec { get; set; }

    /// <summary>Its slot in the shim; -1 until it needs one.</summary>
    public int Slot { get; private set; } = -1;

    /// <summary>Slots taken for one call only.</summary>
    private (int First, int Count) _extra;

    /// <summary>Whether it stops before it ends (PTRACE_O_TRACEEXIT); children inherit that.</summary>
    public bool ReportsEnd { get; set; }

    /// <summary>Whether something could not be staged for the call at hand: it must not be made without.</summary>
    public bool LacksRoom { get; private set; }

    /// <summary>Whether the kernel has forgotten what its process does with SIGSYS (<see cref="TracerLoop"/>).</summary>
    public bool HasLostAction { get; set; }

    public Placement.State Placement;

    public bool HasChanged => _changed != 0;

    /// <summary>Reads the registers of a seccomp stop.</summary>
    public bool Enter() => ReadRegisters() && Enter((int)Registers.orig_rax);

    /// <summary>Takes the call from registers that have been read.</summary>
    public bool Enter(int number)
    {
        TakeCall(number);
        _changed = 0;
        (_number, _numberAbi) = (Call.Number, Abi.X64);
        LacksRoom = false;
        ReleaseExtra();
        staging.Begin();
        return true;
    }

    public bool TryRead(GuestPtr address, Span<byte> destination) => GuestMemory.TryRead(Tid, address, destination);

    public bool TryWrite(GuestPtr address, ReadOnlySpan<byte> source) => GuestMemory.TryWrite(Tid, Space, address, source);

    public int ReadString(GuestPtr address, Span<byte> destination) => GuestMemory.ReadString(Tid, address, destination);

    public ulong Argument(int index) => (_changed & (1 << index)) != 0 ? _arguments[index] : Call[index];

    public void SetArgument(int index, ulong value)
    {
        _arguments[index] = value;
        _changed |= 1 << index;
    }

    /// <summary>A fork's child begins where its maker was: in the stub, if that was redirected.</summary>
    public void BeginAs(Tracee maker, Kinship kinship)
    {
        (Call, _before, _words) = (maker.Call, maker._before, maker._words);
        FastPath.BeginAs(maker.FastPath, kinship);
    }

    public int Number => _number;

    public void CallAgain() => _isAgain = true;

    /// <summary>Whether another call was asked for since the last time.</summary>
    public bool TakeAgain()
    {
        bool again = _isAgain;
        _isAgain = false;
        return again;
    }

    /// <summary>Whether all signals wait until <see cref="ReleaseSignals"/>, but for SIGKILL and SIGSTOP.</summary>
    public bool HoldsSignals { get; private set; }

    /// <summary>Holds all signals, or some: a bit for each.</summary>
    public void HoldSignals(ulong all = ulong.MaxValue)
    {
        ulong mask;
        HoldsSignals = PtraceH.ptrace(PtraceH.PTRACE_GETSIGMASK, Tid, (void*)sizeof(ulong), &mask) == 0 &&
            PtraceH.ptrace(PtraceH.PTRACE_SETSIGMASK, Tid, (void*)sizeof(ulong), &all) == 0;
        _heldMask = mask;
    }

    public void ReleaseSignals()
    {
        if (HoldsSignals)
        {
            HoldsSignals = false;
            ulong mask = _heldMask;
            PtraceH.ptrace(PtraceH.PTRACE_SETSIGMASK, Tid, (void*)sizeof(ulong), &mask);
        }
    }

    public void SetNumber(int number) => SetNumber(number, Abi.X64);

    public void SetNumber(int number, Abi abi)
    {
        (_number, _numberAbi) = (number, abi);
        _changed |= NumberChanged;
    }

    public void SetExecPlan(Abi abi, ReadOnlySpan<byte> plan, int executableFd) => Exec = PendingExec.Take(abi, plan, executableFd);

    public GuestPtr Stage(ReadOnlySpan<byte> bytes)
    {
        GuestPtr staged = default;
        if (Slot >= 0 || (Slot = Space.Take()) >= 0)
        {
            int offset = staging.Add(bytes);
            staged = offset >= 0 ? new GuestPtr(SlotAddress(Slot) + (ulong)offset) : StageInRun(bytes);
        }

        LacksRoom |= staged.IsNull;
        return staged;
    }

    /// <summary>Whether it runs a 32-bit program.</summary>
    public bool HasShortAddresses => Space.Abi == Abi.I386;

    /// <summary>The first tracee: it is about to execute what has been found to be executed.</summary>
    public void BeginWith(SyscallContext context) =>
        SetExecPlan(ExecutableFile.AbiOf(context.Exec.Program), context.Exec.Plan, context.Exec.Executable);

    /// <summary>At an exec's event: hands the stub loader its plan.</summary>
    public void Load(PendingExec exec)
    {
        Space.Abi = exec.Abi;
        Space.Fast = exec.HasFastPath ? new FastSites() : null;
        TryWrite(new GuestPtr(Space.Shim.Plan), exec.Plan);
    }

    /// <summary>
    /// Whether this thread is no longer the one that reported a stop: a thread's exec ends all others of its process, and
    /// takes the first one's id.
    /// </summary>
    public bool WasReplaced()
    {
        const int SignalInfoBytes = 128;
        const int CodeIndex = 2; // si_signo, si_errno, si_code
        if (Process.Threads < 2 || Tid != Tgid)
        {
            return false;
        }

        int* info = stackalloc int[SignalInfoBytes / sizeof(int)];
        return PtraceH.ptrace(PtraceH.PTRACE_GETSIGINFO, Tid, null, info) == 0 &&
            info[CodeIndex] == (Signals.SIGTRAP | (PtraceH.PTRACE_EVENT_EXEC << 8));
    }

    /// <summary>Gives back what this thread holds in its address space; at exec and at death.</summary>
    public void LeaveSpace()
    {
        ReleaseExtra();
        if (Slot >= 0)
        {
            Space.Release(Slot, 1);
            Slot = -1;
        }

        Space.Leave();
    }

    private GuestPtr StageInRun(ReadOnlySpan<byte> bytes)
    {
        int count = (bytes.Length + ShimLayout.SlotSizeBytes - 1) / ShimLayout.SlotSizeBytes;
        int first = _extra.Count == 0 && count < ShimLayout.SlotCount ? Space.TakeRun(count) : -1;
        if (first < 0)
        {
            return default;
        }

        _extra = (first, count);
        GuestPtr address = new(SlotAddress(first));
        return TryWrite(address, bytes) ? address : default;
    }

    private void ReleaseExtra()
    {
        if (_extra.Count > 0)
        {
            Space.Release(_extra.First, _extra.Count);
            _extra = default;
        }
    }

    private ulong SlotAddress(int slot) => Space.Shim.Slots + ((ulong)slot * ShimLayout.SlotSizeBytes);
}
