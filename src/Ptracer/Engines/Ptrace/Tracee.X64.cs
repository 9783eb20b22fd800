using System.Runtime.InteropServices;
using Ptracer.Engines.Shim;
using Ptracer.Linux;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>What a tracee does with its registers, on x86-64.</summary>
/// <remarks>
/// A call with other arguments is redirected: instead of making the guest's call, the thread continues at the redirect
/// stub with r11 = its slot. The stub makes the call and comes back to the instruction after the guest's own, with every
/// register as the kernel would have left it. One stop, not two.
/// </remarks>
internal sealed unsafe partial class Tracee
{
    private const ulong SyscallInstructionBytes = 2;

    public user_regs_struct Registers;

    /// <summary>What a redirected call borrows, as the guest had it.</summary>
    private (ulong Rbx, ulong Return, ulong Flags) _before;

    public bool ReadRegisters()
    {
        fixed (user_regs_struct* registers = &Registers)
        {
            return ptrace(PTRACE_GETREGS, Tid, null, registers) == 0;
        }
    }

    public bool WriteRegisters()
    {
        fixed (user_regs_struct* registers = &Registers)
        {
            return ptrace(PTRACE_SETREGS, Tid, null, registers) == 0;
        }
    }

    /// <summary>At the seccomp stop: no call is made; the guest sees <paramref name="result"/>.</summary>
    public bool Answer(long result)
    {
        Registers.orig_rax = ulong.MaxValue;
        Registers.rax = (ulong)result;
        return WriteRegisters();
    }

    /// <summary>Whether the thread is in the shim's text, so that its calls are the tracer's own.</summary>
    public bool IsInShim => Registers.rip is > ShimLayout.Text and < ShimLayout.TextEnd;

    /// <summary>At the seccomp stop: the call is made by the redirect stub, with the arguments set and staged.</summary>
    public bool Redirect()
    {
        if (Slot < 0 && (Slot = Space.Take()) < 0)
        {
            return false;
        }

        ulong slot = SlotAddress(Slot);
        staging.SetWord(ShimLayout.SlotNumber, (ulong)_number);
        for (int i = 0; i < 6; i++)
        {
            staging.SetWord(ShimLayout.SlotArguments + (8 * i), Argument(i));
            staging.SetWord(ShimLayout.SlotSaved + (8 * i), Call[i]);
        }

        _before = (Registers.rbx, Registers.rip, Registers.eflags);
        staging.SetWord(ShimLayout.SlotRbx, Registers.rbx);
        staging.SetWord(ShimLayout.SlotReturn, Registers.rip);
        staging.SetWord(ShimLayout.SlotFlags, Registers.eflags);
        Registers.r11 = slot;
        Registers.rip = ShimLayout.Redirect;
        Registers.orig_rax = ulong.MaxValue;
        Registers.rax = 0;
        return TryWrite(new(slot), staging.All) && WriteRegisters();
    }

    /// <summary>At the seccomp stop: the guest's own call is made with the arguments set; <see cref="Restore"/> follows.</summary>
    public bool ChangeInPlace()
    {
        if (_changed == 0)
        {
            return true;
        }

        (Registers.rdi, Registers.rsi, Registers.rdx) = (Argument(0), Argument(1), Argument(2));
        (Registers.r10, Registers.r8, Registers.r9) = (Argument(3), Argument(4), Argument(5));
        Registers.orig_rax = (ulong)_number;
        return (staging.IsEmpty || TryWrite(new(SlotAddress(Slot)), staging.All)) && WriteRegisters();
    }

    /// <summary>At the exit stop of a redirected call: another one before the guest goes on.</summary>
    public bool RedirectAgain()
    {
        Span<ulong> words = stackalloc ulong[7];
        words[0] = (ulong)_number;
        for (int i = 0; i < 6; i++)
        {
            words[i + 1] = Argument(i);
        }

        return RedirectTo(words);
    }

    /// <summary>In the stub, or on the way to it: rt_sigaction of SIGSYS comes next.</summary>
    public bool RedirectToAction(ReadOnlySpan<byte> action)
    {
        const ulong SetBytes = 8;
        ulong place = SlotAddress(Slot) + (ulong)(ShimLayout.SlotSizeBytes - action.Length);
        return TryWrite(new(place), action) &&
            RedirectTo([Sysno.rt_sigaction, Signals.SIGSYS, place, 0, SetBytes, 0, 0]);
    }

    private bool RedirectTo(ReadOnlySpan<ulong> words)
    {
        Registers.r11 = SlotAddress(Slot);
        Registers.rip = ShimLayout.Redirect;
        Registers.orig_rax = ulong.MaxValue;
        Registers.rax = 0;
        return TryWrite(new(Registers.r11), MemoryMarshal.AsBytes(words)) && WriteRegisters();
    }

    /// <summary>At the exit stop of a redirected call, still in the stub, which gives the other registers back itself.</summary>
    public bool RestoreInStub(long result)
    {
        if (result == (long)Registers.rax)
        {
            return true;
        }

        Registers.rax = (ulong)result;
        return WriteRegisters();
    }

    /// <summary>At the exit stop: the guest's own registers, and the result.</summary>
    public bool Restore(long result)
    {
        if (_changed == 0 && result == (long)Registers.rax)
        {
            return true;
        }

        (Registers.rdi, Registers.rsi, Registers.rdx) = (Call[0], Call[1], Call[2]);
        (Registers.r10, Registers.r8, Registers.r9) = (Call[3], Call[4], Call[5]);
        Registers.orig_rax = (ulong)Call.Number;
        Registers.rax = (ulong)result;
        return WriteRegisters();
    }

    /// <summary>In the stub or on the way to it: behind the guest's own call, as if the kernel had just made it.</summary>
    public void LeaveStub(long result)
    {
        if (ReadRegisters())
        {
            PutBehindCall();
            Registers.rax = (ulong)result;
            Registers.orig_rax = (ulong)Call.Number; // so that the kernel makes an interrupted one again
            WriteRegisters();
        }
    }

    /// <summary>In the stub or on the way to it: before the guest's own call, which it makes again.</summary>
    public void RepeatCall()
    {
        if (ReadRegisters())
        {
            PutBehindCall();
            PutBeforeCall();
            WriteRegisters();
        }
    }

    /// <summary>
    /// At a signal: a handler must not see the stub as interrupted, nor find the slot taken. Before its system call the
    /// thread is put back before the guest's; after it, behind the guest's. If the kernel is about to restart the call,
    /// it thereby restarts the guest's own, which traps and is translated again.
    /// </summary>
    public void LeaveStub()
    {
        if (!ReadRegisters() || Registers.rip is < ShimLayout.Redirect or >= ShimLayout.RedirectEnd)
        {
            return;
        }

        bool isBefore = Registers.rip <= ShimLayout.RedirectSyscall;
        PutBehindCall();
        if (isBefore)
        {
            PutBeforeCall();
        }
        else if (Registers.orig_rax != ulong.MaxValue)
        {
            Registers.orig_rax = (ulong)Call.Number;
        }

        WriteRegisters();
    }

    private void PutBeforeCall()
    {
        Registers.rip -= SyscallInstructionBytes;
        Registers.rax = (ulong)Call.Number;
        Registers.orig_rax = ulong.MaxValue;
    }

    private void PutBehindCall()
    {
        (Registers.rdi, Registers.rsi, Registers.rdx) = (Call[0], Call[1], Call[2]);
        (Registers.r10, Registers.r8, Registers.r9) = (Call[3], Call[4], Call[5]);
        Registers.rbx = _before.Rbx;
        Registers.r11 = _before.Flags;
        Registers.rcx = Registers.rip = _before.Return;
    }
}
