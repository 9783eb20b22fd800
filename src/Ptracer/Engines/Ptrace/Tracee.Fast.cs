using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ptracer.Engines.Shim;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>What a tracee has to do with the fast path: its call sites are led there, and signals wait until it has left.</summary>
internal sealed unsafe partial class Tracee
{
    /// <summary>A signal that waits until its thread has left the fast path; 0: none.</summary>
    public int HeldSignal { get; private set; }

    private ulong _otherHeld;
    private siginfo_sigsys _heldInfo;

    private bool IsInFastPath => Space.Fast is not null && Space.Shim.IsFast(Registers.rip);

    public void TurnFastPathOff()
    {
        Span<byte> off = stackalloc byte[sizeof(uint)];
        off.Clear();
        if (Space.Fast is not null)
        {
            TryWrite(new(Space.Shim.Plan + ShimLayout.PlanFast), off);
        }
    }

    /// <summary>
    /// At a call that the fast path could answer: leads its site there, if it is one. Not where another thread might be
    /// executing it.
    /// </summary>
    public void LeadToFastPath()
    {
        ulong instruction = Registers.rip - SyscallInstructionBytes;
        if (Space.Fast is not { } sites || Space.Users > 1 || !sites.IsDue(instruction))
        {
            return;
        }

        Span<byte> window = stackalloc byte[FastSites.WindowSizeBytes];
        Span<ulong> site = [instruction, (ulong)Call.OwnNumber];
        ulong start = instruction - FastSites.MoveSizeBytes;
        if (TryRead(new(start - 1), window) && sites.TryPatch(window, Call.OwnNumber) &&
            TryWrite(new(Space.Shim.FastSite(sites.Count)), MemoryMarshal.AsBytes(site)) &&
            ptrace(PTRACE_POKETEXT, Tid, (void*)start, (void*)BinaryPrimitives.ReadUInt64LittleEndian(window[1..])) == 0)
        {
            sites.Add();
        }
    }

    /// <summary>
    /// At a signal inside the fast path: it waits, with all others, until the thread has left, step by step. What cannot be
    /// read there is the guest's own EFAULT, which the call that traps will tell.
    /// </summary>
    /// <param name="signal">The signal; when the thread has been led out, the one that has waited.</param>
    /// <returns>False: a signal can be delivered now.</returns>
    public bool WaitsInFastPath(ref int signal)
    {
        if (Space.Fast is null || !ReadRegisters() || (HeldSignal == 0 && !IsInFastPath))
        {
            return false;
        }

        if (signal is Signals.SIGSEGV or Signals.SIGBUS && Registers.rip == Space.Shim.FastLoad && IsFault())
        {
            Registers.rip = Space.Shim.FastBad;
            return WriteRegisters();
        }

        if (HeldSignal == 0)
        {
            if (LeaveWaitingOpen())
            {
                return false;
            }

            HoldSignal(signal);
        }
        else if (signal != Signals.SIGTRAP)
        {
            _otherHeld |= Bit(signal);
        }

        if (IsInFastPath && !LeaveWaitingOpen())
        {
            return true;
        }

        signal = TakeHeldSignal();
        return false;
    }

    /// <summary>Whether the kernel has raised the signal itself (sigaction(2), si_code).</summary>
    private bool IsFault()
    {
        siginfo_sigsys info;
        return ptrace(PTRACE_GETSIGINFO, Tid, null, &info) == 0 && info.si_code > 0;
    }

    private void HoldSignal(int signal)
    {
        HeldSignal = signal;
        fixed (siginfo_sigsys* info = &_heldInfo)
        {
            ptrace(PTRACE_GETSIGINFO, Tid, null, info);
        }

        HoldSignals(~(Bit(Signals.SIGTRAP) | Bit(Signals.SIGSEGV) | Bit(Signals.SIGBUS))); // those that steps and faults raise
    }

    private int TakeHeldSignal()
    {
        int signal = HeldSignal;
        HeldSignal = 0;
        ReleaseSignals();
        for (int other = 1; _otherHeld != 0; other++, _otherHeld >>= 1)
        {
            if ((_otherHeld & 1) != 0)
            {
                Raw.Call(Sysno.tgkill, Tgid, Tid, other);
            }
        }

        fixed (siginfo_sigsys* info = &_heldInfo)
        {
            ptrace(PTRACE_SETSIGINFO, Tid, null, info);
        }

        return signal;
    }

    /// <summary>
    /// Before an open, which may wait, or interrupted in it: back to the guest's own call, as if that had been made or were
    /// to be made. Restarted by the kernel, it traps.
    /// </summary>
    private bool LeaveWaitingOpen()
    {
        const long FirstRestart = 512, LastRestart = 516; // ERESTARTSYS to ERESTART_RESTARTBLOCK, include/linux/errno.h
        bool isBefore = Registers.rip == Space.Shim.FastOpen;
        bool isInterrupted = Registers.rip == Space.Shim.FastOpen + SyscallInstructionBytes &&
            -(long)Registers.rax is >= FirstRestart and <= LastRestart;
        if (!isBefore && !isInterrupted)
        {
            return false;
        }

        Span<ulong> frame = stackalloc ulong[ShimLayout.FrameSizeBytes / sizeof(ulong)];
        ulong address = Registers.r15;
        if (!TryRead(new(address), MemoryMarshal.AsBytes(frame)))
        {
            return false;
        }

        ReadOnlySpan<ulong> arguments = frame[(ShimLayout.FrameArguments / sizeof(ulong))..];
        (Registers.rdi, Registers.rsi, Registers.rdx) = (arguments[0], arguments[1], arguments[2]);
        (Registers.r10, Registers.r8, Registers.r9) = (arguments[3], arguments[4], arguments[5]);
        ReadOnlySpan<ulong> kept = frame[(ShimLayout.FrameKept / sizeof(ulong))..];
        (Registers.rbx, Registers.rbp, Registers.r12, Registers.r13) = (kept[0], kept[1], kept[2], kept[3]);
        (Registers.r14, Registers.r15, Registers.rsp) = (kept[4], kept[5], kept[6]);
        ulong number = frame[ShimLayout.FrameNumber / sizeof(ulong)];
        Registers.rip = frame[ShimLayout.FrameSite / sizeof(ulong)] + (isBefore ? 0 : SyscallInstructionBytes);
        Registers.rax = isBefore ? number : Registers.rax;
        Registers.orig_rax = isBefore ? ulong.MaxValue : number;
        frame[0] = 0;
        TryWrite(new(address), MemoryMarshal.AsBytes(frame[..1]));
        return WriteRegisters();
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);
}
