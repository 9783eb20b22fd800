using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ptracer.Engines.Shim;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>
/// What a tracee has to do with the fast path: its call sites are led there, and no signal is delivered inside, where its
/// handler would see what is not the guest's. On the way in the thread is put back to its own call, on the way out it is
/// taken out; in between the signal waits, until the thread stops by itself (native/shim/guest/fast.S).
/// </summary>
/// <param name="tracee">The thread.</param>
internal sealed unsafe class FastPathVisit(Tracee tracee)
{
    private const int ErrorOfRestart = 512, LastErrorOfRestart = 516; // ERESTARTSYS to ERESTART_RESTARTBLOCK, include/linux/errno.h
    private const ulong NoCall = ulong.MaxValue; // orig_rax

    private int _heldSignal;
    private siginfo_sigsys _heldInfo;
    private bool _hasTrapOfOthers;
    private siginfo_sigsys _trapOfOthers;

    public void TurnOff()
    {
        Span<byte> off = stackalloc byte[sizeof(uint)];
        off.Clear();
        if (tracee.Space.Fast is not null)
        {
            tracee.TryWrite(new(tracee.Space.Shim.Plan + ShimLayout.PlanFast), off);
        }
    }

    /// <summary>
    /// At a call that the fast path could answer: leads its site there, if it is one. Not where another thread might be
    /// executing it.
    /// </summary>
    public void Lead()
    {
        ulong instruction = tracee.Registers.rip - Tracee.SyscallInstructionBytes;
        if (tracee.Space.Fast is { } sites && tracee.Space.Users == 1 && sites.IsDue(instruction))
        {
            Lead(instruction, tracee.Call.OwnNumber);
        }
    }

    /// <summary>
    /// Leads one syscall instruction there, if it is a site, and no thread is about to execute it. Not in memory that the
    /// guest may write: it might be shared with others, or be written anew.
    /// </summary>
    public void Lead(ulong instruction, int number)
    {
        Span<byte> window = stackalloc byte[FastSites.WindowSizeBytes];
        Span<ulong> site = [instruction, (ulong)number];
        ulong start = instruction - FastSites.MoveSizeBytes;
        if (tracee.Space.Fast is not { HasRoom: true } sites || !tracee.TryRead(new(start - 1), window) ||
            !FastSites.IsSite(window, number) || tracee.TryWrite(new(start), window[1..2]))
        {
            return;
        }

        sites.Patch(window);
        if (tracee.TryWrite(new(tracee.Space.Shim.FastSite(sites.Count)), MemoryMarshal.AsBytes(site)) &&
            ptrace(PTRACE_POKETEXT, tracee.Tid, (void*)start, (void*)BinaryPrimitives.ReadUInt64LittleEndian(window[1..])) == 0)
        {
            sites.Add();
        }
    }

    /// <summary>
    /// At a signal: whether it must wait. What cannot be read inside is the guest's own EFAULT, which the call that traps
    /// will tell. Who steps through its own code by the trap flag does not see the redirect stub's.
    /// </summary>
    /// <param name="signal">The signal; when the thread has stopped to leave, the one that has waited.</param>
    /// <returns>False: a signal can be delivered now.</returns>
    public bool Holds(ref int signal)
    {
        if (signal == Signals.SIGSTOP || !tracee.ReadRegisters())
        {
            return false;
        }

        if (tracee.Space.Shim.IsRedirect(tracee.Registers.rip))
        {
            return signal == Signals.SIGTRAP && IsFault();
        }

        if (tracee.Space.Fast is null || !tracee.Space.Shim.IsFast(tracee.Registers.rip))
        {
            return false;
        }

        ulong at = tracee.Registers.rip - tracee.Space.Shim.Fast;
        if (signal is Signals.SIGSEGV or Signals.SIGBUS && at == ShimLayout.FastLoad && IsFault())
        {
            tracee.Registers.rip = tracee.Space.Shim.Fast + ShimLayout.FastBad;
            return tracee.WriteRegisters();
        }

        if (_heldSignal == 0)
        {
            return !TryLeave(at) && Hold(signal);
        }

        if (signal != ShimLayout.FastSignal)
        {
            return false; // all others are blocked: something is wrong, and a guest that dies of it tells
        }

        if (at == ShimLayout.FastStopped && LeaveWithAnswer(tracee.Registers.r15))
        {
            signal = TakeHeldSignal();
            return false;
        }

        _hasTrapOfOthers = TryReadInfo(out _trapOfOthers);
        return true;
    }

    /// <summary>In a new thread or process, before it goes on.</summary>
    public void BeginAs(FastPathVisit maker, Kinship kinship)
    {
        bool hasOwnMemory = (kinship & Kinship.SameMemory) == 0;
        if (hasOwnMemory && maker.IsShared)
        {
            FreeFrames();
        }

        if ((kinship & Kinship.SameDescriptors) != 0)
        {
            maker.ShareDescriptors();
            if (hasOwnMemory)
            {
                ShareDescriptors();
            }
        }
    }

    private bool IsShared => tracee.Space.Users > 1;

    /// <summary>From now on others see what descriptors it has, so the fast path takes none for itself.</summary>
    private void ShareDescriptors()
    {
        Span<uint> word = [0];
        Span<byte> bytes = MemoryMarshal.AsBytes(word);
        if (tracee.Space.Fast is not null && tracee.TryRead(new(tracee.Space.Shim.Plan + ShimLayout.PlanFast), bytes) && word[0] != 0)
        {
            GuestPtr flags = new(tracee.Space.Shim.Plan + word[0] + ShimLayout.FastFlags);
            if (tracee.TryRead(flags, bytes))
            {
                word[0] |= ShimLayout.FastShared;
                tracee.TryWrite(flags, bytes);
            }
        }
    }

    /// <summary>A fork's child does not go on in frames that other threads were in.</summary>
    private void FreeFrames()
    {
        for (int i = 0; i < ShimLayout.FrameCount && tracee.Space.Fast is not null; i++)
        {
            GiveBack(tracee.Space.Shim.FastFrame(i));
        }
    }

    private bool TryLeave(ulong at) => at switch
    {
        ShimLayout.FastOpen => LeaveOpen(0, null),
        ShimLayout.FastOpen + Tracee.SyscallInstructionBytes => IsInterrupted() && LeaveOpen(Tracee.SyscallInstructionBytes, tracee.Registers.rax),
        >= ShimLayout.FastEntries and < ShimLayout.FastInside => LeaveEntry(at),
        >= ShimLayout.FastLeaving and < ShimLayout.FastExits => LeaveWithAnswer(tracee.Registers.r11),
        >= ShimLayout.FastExits and < ShimLayout.FastCalls => LeaveExit(at),
        _ => false,
    };

    private bool IsInterrupted() => -(long)tracee.Registers.rax is >= ErrorOfRestart and <= LastErrorOfRestart;

    /// <summary>On the way in, before a register of the guest's has changed: back to its call, which traps.</summary>
    private bool LeaveEntry(ulong at)
    {
        const ulong EntriesEnd = ShimLayout.FastEntries + (ShimLayout.FastSiteCount * ShimLayout.FastEntrySizeBytes);
        const ulong NoFrameYet = 0xff00; // of ecx
        (ulong index, ulong offset) = Math.DivRem(at - ShimLayout.FastEntries, ShimLayout.FastEntrySizeBytes);
        bool isFirst = at < EntriesEnd && offset == 0;
        if (!isFirst)
        {
            index = tracee.Registers.rcx & byte.MaxValue;
        }

        if (at is (>= ShimLayout.FastEntered and < ShimLayout.FastBusy) or >= ShimLayout.FastTaken)
        {
            RestoreFlags(tracee.Registers.rax);
        }

        Span<ulong> site = stackalloc ulong[2];
        return tracee.TryRead(new(tracee.Space.Shim.FastSite((int)index)), MemoryMarshal.AsBytes(site)) &&
            (isFirst || (tracee.Registers.rcx & NoFrameYet) != 0 || GiveBack(tracee.Registers.r11)) &&
            LeaveTo(site[0], site[1], NoCall);
    }

    /// <summary>
    /// Before an open, which may wait, or interrupted in it: as if that were the guest's own. Restarted by the kernel, it traps.
    /// </summary>
    /// <param name="behind">From the guest's call on, bytes.</param>
    /// <param name="result">What the kernel says to it; null: it is still to be made.</param>
    private bool LeaveOpen(ulong behind, ulong? result)
    {
        Span<ulong> site = stackalloc ulong[2];
        return TryTakeFrame(tracee.Registers.r15, out ulong index, out _, out _) &&
            tracee.TryRead(new(tracee.Space.Shim.FastSite((int)index)), MemoryMarshal.AsBytes(site)) &&
            LeaveTo(site[0] + behind, result ?? site[1], result is null ? NoCall : site[1]);
    }

    /// <summary>The call has been answered, or is to be made by the guest itself; its frame says which.</summary>
    private bool LeaveWithAnswer(ulong frame) =>
        TryTakeFrame(frame, out _, out ulong result, out ulong target) && LeaveTo(target, result, NoCall);

    private bool LeaveExit(ulong at)
    {
        (ulong frame, ulong offset) = Math.DivRem(at - ShimLayout.FastExits, ShimLayout.FastExitSizeBytes);
        return offset < ShimLayout.FastExitLeft
            ? LeaveWithAnswer(tracee.Space.Shim.FastFrame((int)frame))
            : LeaveTo(tracee.Registers.rcx, tracee.Registers.rax, NoCall);
    }

    private bool LeaveTo(ulong target, ulong result, ulong call)
    {
        (tracee.Registers.rip, tracee.Registers.rax, tracee.Registers.orig_rax) = (target, result, call);
        (tracee.Registers.rcx, tracee.Registers.r11) = (target, tracee.Registers.eflags);
        return tracee.WriteRegisters();
    }

    /// <summary>Takes back what a frame keeps of the guest's registers, and frees it.</summary>
    private bool TryTakeFrame(ulong address, out ulong index, out ulong result, out ulong target)
    {
        Span<ulong> frame = stackalloc ulong[(ShimLayout.FrameTarget / sizeof(ulong)) + 1];
        bool isRead = tracee.TryRead(new(address), MemoryMarshal.AsBytes(frame));
        ReadOnlySpan<ulong> arguments = frame[(ShimLayout.FrameArguments / sizeof(ulong))..];
        (tracee.Registers.rdi, tracee.Registers.rsi, tracee.Registers.rdx) = (arguments[0], arguments[1], arguments[2]);
        (tracee.Registers.r10, tracee.Registers.r8, tracee.Registers.r9) = (arguments[3], arguments[4], arguments[5]);
        ReadOnlySpan<ulong> kept = frame[(ShimLayout.FrameKept / sizeof(ulong))..];
        (tracee.Registers.rbx, tracee.Registers.rbp, tracee.Registers.r12, tracee.Registers.r13) = (kept[0], kept[1], kept[2], kept[3]);
        (tracee.Registers.r14, tracee.Registers.r15, tracee.Registers.rsp) = (kept[4], kept[5], kept[6]);
        RestoreFlags(frame[ShimLayout.FrameFlags / sizeof(ulong)]);
        index = frame[ShimLayout.FrameIndex / sizeof(ulong)];
        result = frame[ShimLayout.FrameResult / sizeof(ulong)];
        target = frame[ShimLayout.FrameTarget / sizeof(ulong)];
        return isRead && GiveBack(address);
    }

    private bool GiveBack(ulong frame)
    {
        Span<ulong> free = [0, 0]; // neither busy nor to stop
        return tracee.TryWrite(new(frame), MemoryMarshal.AsBytes(free));
    }

    /// <param name="saved">As lahf and seto have left them in ax; or what comes of OF when it is set again.</param>
    private void RestoreFlags(ulong saved)
    {
        const ulong OfLahf = 0xd5, Overflow = 0x800; // SF ZF AF PF CF
        bool overflows = (byte)saved is 1 or 0x80;
        tracee.Registers.eflags = (tracee.Registers.eflags & ~(OfLahf | Overflow)) | ((saved >> 8) & OfLahf) | (overflows ? Overflow : 0);
    }

    /// <summary>Whether the kernel has raised the signal itself (sigaction(2), si_code).</summary>
    private bool IsFault() => TryReadInfo(out siginfo_sigsys info) && info.si_code > 0;

    private bool TryReadInfo(out siginfo_sigsys info)
    {
        fixed (siginfo_sigsys* p = &info)
        {
            return ptrace(PTRACE_GETSIGINFO, tracee.Tid, null, p) == 0;
        }
    }

    /// <summary>Inside: the signal waits, with all others, but for that of the stop that is asked for.</summary>
    private bool Hold(int signal)
    {
        Span<ulong> stop = [((ulong)tracee.Tgid << 32) | (uint)tracee.Tid];
        if (!TryReadInfo(out _heldInfo) || !tracee.TryWrite(new(tracee.Registers.r15 + ShimLayout.FrameStop), MemoryMarshal.AsBytes(stop)))
        {
            return false;
        }

        _heldSignal = signal;
        tracee.HoldSignals(~(1UL << (ShimLayout.FastSignal - 1)));
        return true;
    }

    private int TakeHeldSignal()
    {
        int signal = _heldSignal;
        _heldSignal = 0;
        tracee.ReleaseSignals();
        if (_hasTrapOfOthers)
        {
            _hasTrapOfOthers = false;
            fixed (siginfo_sigsys* info = &_trapOfOthers)
            {
                if (Raw.Call(Sysno.rt_tgsigqueueinfo, tracee.Tgid, tracee.Tid, ShimLayout.FastSignal, (long)info) != 0)
                {
                    Raw.Call(Sysno.tgkill, tracee.Tgid, tracee.Tid, ShimLayout.FastSignal); // who has sent it may not be told (kill(2))
                }
            }
        }

        fixed (siginfo_sigsys* info = &_heldInfo)
        {
            ptrace(PTRACE_SETSIGINFO, tracee.Tid, null, info);
        }

        return signal;
    }
}
