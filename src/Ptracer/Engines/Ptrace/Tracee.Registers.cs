using System.Runtime.InteropServices;
using Ptracer.Engines.Shim;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;
using static Ptracer.Linux.PtraceH;

namespace Ptracer.Engines.Ptrace;

/// <summary>What a tracee does with its registers: those of x86-64, or the lower halves that a 32-bit program has.</summary>
/// <remarks>
/// A call with other arguments is redirected: instead of making the guest's call, the thread continues at the redirect
/// stub, with a register that carries its slot. The stub makes the call and comes back to the instruction after the guest's
/// own, with every register as the kernel would have left it. One stop, not two. In a 32-bit program the stub is 64-bit
/// code, and can make calls of both kinds: the guest's own as one of i386, since the kernel lays its results out for the
/// guest; what a handler has asked for instead as one of x86-64, for which the handler has laid out what it points to.
/// </remarks>
internal sealed unsafe partial class Tracee
{
    public const ulong SyscallInstructionBytes = 2; // syscall, and int $0x80
    private const ulong Code64 = 0x33; // __USER_CS
    private const ulong Code32 = 0x23; // __USER32_CS

    public user_regs_struct Registers;

    /// <summary>What a redirected call borrows, as the guest had it.</summary>
    private (ulong Rbx, ulong Return, ulong Flags, ulong Code, ulong R12) _before;

    /// <summary>The registers that carry the arguments of the guest's own call, as it had them.</summary>
    private SixWords _words;

    /// <summary>Of a call of i386: how it is made with other arguments.</summary>
    private I386Call _i386;

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

    /// <summary>By which interface a call was made, as the code segment tells: 32-bit code has but one, 64-bit code a usual one.</summary>
    public Abi AbiOfRegisters => Registers.cs == Code32 ? Abi.I386 : Abi.X64;

    /// <summary>
    /// Whether the call of a seccomp stop is by the other interface than its program's: by 64-bit code of a 32-bit program, or
    /// the other way round; or int $0x80 in a 64-bit program, which the filter answers itself above 4 GiB, and marks below.
    /// </summary>
    public bool IsForeign()
    {
        if (AbiOfRegisters != Space.Abi)
        {
            return true;
        }

        ulong trace = 0;
        return Space.Abi == Abi.X64 && Registers.rip <= uint.MaxValue &&
            ptrace(PTRACE_GETEVENTMSG, Tid, null, &trace) == 0 && trace == ShimLayout.TraceOfI386;
    }

    /// <summary>Whether the call that has been made last is one of i386: by 32-bit code, or in the stub for it.</summary>
    public bool MadeCallOfI386 => AbiOfRegisters == Abi.I386 ||
        (Space.Abi == Abi.I386 && Space.Shim.IsRedirect(Registers.rip) && Registers.rip >= Space.Shim.RedirectI386);

    /// <summary>Why arguments of the call that lie in memory could not be read.</summary>
    public Errno CallError => Call.Abi == Abi.I386 ? _i386.Error : Errno.None;

    /// <summary>The call as the guest has made it, by its own number and with its own words: what a filter sees.</summary>
    public SyscallCall OwnCall => new(Call.OwnNumber, _words) { Abi = Call.Abi };

    private void TakeCall(int number)
    {
        if (AbiOfRegisters == Abi.I386)
        {
            ReadWords32();
            _i386 = I386Calls.Read(this, number, _words);
            Call = _i386.Call;
            return;
        }

        (_words[0], _words[1], _words[2]) = (Registers.rdi, Registers.rsi, Registers.rdx);
        (_words[3], _words[4], _words[5]) = (Registers.r10, Registers.r8, Registers.r9);
        Call = new SyscallCall(number, _words);
    }

    private void ReadWords32()
    {
        (_words[0], _words[1], _words[2]) = ((uint)Registers.rbx, (uint)Registers.rcx, (uint)Registers.rdx);
        (_words[3], _words[4], _words[5]) = ((uint)Registers.rsi, (uint)Registers.rdi, (uint)Registers.rbp);
    }

    private void SetWords(in SixWords words)
    {
        if (Call.Abi == Abi.I386)
        {
            (Registers.rbx, Registers.rcx, Registers.rdx) = (words[0], words[1], words[2]);
            (Registers.rsi, Registers.rdi, Registers.rbp) = (words[3], words[4], words[5]);
            return;
        }

        (Registers.rdi, Registers.rsi, Registers.rdx) = (words[0], words[1], words[2]);
        (Registers.r10, Registers.r8, Registers.r9) = (words[3], words[4], words[5]);
    }

    /// <summary>At the seccomp stop: no call is made; the guest sees <paramref name="result"/>.</summary>
    public bool Answer(long result)
    {
        Registers.orig_rax = ulong.MaxValue;
        Registers.rax = (ulong)result;
        return WriteRegisters();
    }

    /// <summary>Whether the thread is in the shim's text, so that its calls are the tracer's own.</summary>
    public bool IsInShim => Space.Shim.IsText(Registers.rip);

    /// <summary>At the seccomp stop: the call is made by the redirect stub, with the arguments set and staged.</summary>
    public bool Redirect()
    {
        if (Slot < 0 && (Slot = Space.Take()) < 0)
        {
            return false;
        }

        ulong slot = SlotAddress(Slot);
        bool hadRoom = !LacksRoom;
        bool isI386 = TakeMade(out int number, out SixWords made);
        if (hadRoom && LacksRoom)
        {
            return false; // for the words of an indirect call
        }

        staging.SetWord(ShimLayout.SlotNumber, (ulong)number);
        for (int i = 0; i < SixWords.Count; i++)
        {
            staging.SetWord(ShimLayout.SlotArguments + (8 * i), made[i]);
            staging.SetWord(ShimLayout.SlotSaved + (8 * i), _words[i]);
        }

        _before = (Registers.rbx, Registers.rip, Registers.eflags, Registers.cs, Registers.r12);
        staging.SetWord(ShimLayout.SlotRbx, Registers.rbx);
        staging.SetWord(ShimLayout.SlotReturn, Call.Abi == Abi.I386 ? Registers.rip | (Registers.cs << 32) : Registers.rip);
        staging.SetWord(ShimLayout.SlotFlags, Registers.eflags);
        EnterStub(slot, isI386);
        return TryWrite(new(slot), staging.All) && WriteRegisters();
    }

    /// <summary>At the seccomp stop: the guest's own call is made with the arguments set; <see cref="Restore"/> follows.</summary>
    public bool ChangeInPlace()
    {
        if (_changed == 0)
        {
            return true;
        }

        TakeMade(out int number, out SixWords made);
        SetWords(made);
        Registers.orig_rax = (ulong)number;
        return (staging.IsEmpty || TryWrite(new(SlotAddress(Slot)), staging.All)) && WriteRegisters();
    }

    /// <summary>At the exit stop of a redirected call: another one before the guest goes on.</summary>
    public bool RedirectAgain()
    {
        bool isI386 = TakeMade(out int number, out SixWords words);
        return RedirectTo(number, words, isI386);
    }

    /// <summary>In the stub, or on the way to it: rt_sigaction of SIGSYS comes next.</summary>
    public bool RedirectToAction(ReadOnlySpan<byte> action)
    {
        const ulong SetBytes = 8;
        ulong place = SlotAddress(Slot) + (ulong)(ShimLayout.SlotSizeBytes - action.Length);
        SixWords words = default;
        (words[0], words[1], words[2], words[3]) = (Signals.SIGSYS, place, 0, SetBytes);
        bool isI386 = Call.Abi == Abi.I386;
        return TryWrite(new(place), action) && RedirectTo(isI386 ? SysnoI386.rt_sigaction : Sysno.rt_sigaction, words, isI386);
    }

    private bool RedirectTo(int number, in SixWords words, bool isI386)
    {
        Span<ulong> made = stackalloc ulong[1 + SixWords.Count];
        made[0] = (ulong)number;
        ((ReadOnlySpan<ulong>)words).CopyTo(made[1..]);
        ulong slot = SlotAddress(Slot);
        EnterStub(slot, isI386);
        return TryWrite(new(slot), MemoryMarshal.AsBytes(made)) && WriteRegisters();
    }

    private void EnterStub(ulong slot, bool isI386)
    {
        if (Call.Abi == Abi.I386)
        {
            Registers.cs = Code64;
            Registers.r12 = slot;
        }
        else
        {
            Registers.r11 = slot;
        }

        Registers.rip = isI386 ? Space.Shim.RedirectI386 : Space.Shim.Redirect;
        Registers.orig_rax = ulong.MaxValue;
        Registers.rax = 0;
    }

    /// <summary>What the kernel is asked for, with the arguments set: true if it is a call of i386.</summary>
    private bool TakeMade(out int number, out SixWords words)
    {
        bool isOwn = Call.Abi == Abi.I386 && (_changed & NumberChanged) == 0;
        words = default;
        for (int i = 0; i < SixWords.Count; i++)
        {
            words[i] = Argument(i);
        }

        number = _number;
        if (isOwn)
        {
            number = _i386.Number;
            words = _i386.IsIndirect ? StageWords(words) : Arrange();
        }

        return isOwn || _numberAbi == Abi.I386;
    }

    /// <summary>The arguments of the guest's own call of i386, those that were set in their places.</summary>
    private SixWords Arrange()
    {
        SixWords words = _i386.Words;
        for (int i = 0; i < SixWords.Count; i++)
        {
            int place = I386Call.Place(_i386.Order, i);
            if ((_changed & (1 << i)) != 0 && place < SixWords.Count)
            {
                words[place] = (uint)_arguments[i];
            }
        }

        return words;
    }

    /// <summary>Which call is meant, and where its arguments are: the words of socketcall(2).</summary>
    private SixWords StageWords(in SixWords arguments)
    {
        Span<uint> narrow = stackalloc uint[SixWords.Count];
        for (int i = 0; i < SixWords.Count; i++)
        {
            narrow[i] = (uint)arguments[i];
        }

        SixWords words = _words;
        words[1] = Stage(MemoryMarshal.AsBytes(narrow)).Address;
        return words;
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

        SetWords(_words);
        Registers.orig_rax = (ulong)Call.OwnNumber;
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
            Registers.orig_rax = (ulong)Call.OwnNumber; // so that the kernel makes an interrupted one again
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
        if (!ReadRegisters() || !Space.Shim.IsRedirect(Registers.rip))
        {
            return;
        }

        ShimRegion shim = Space.Shim;
        bool isBefore = Registers.rip <= shim.RedirectSyscall ||
            (Call.Abi == Abi.I386 && Registers.rip >= shim.RedirectI386 && Registers.rip <= shim.RedirectI386Syscall);
        PutBehindCall();
        if (isBefore)
        {
            PutBeforeCall();
        }
        else if (Registers.orig_rax != ulong.MaxValue)
        {
            Registers.orig_rax = (ulong)Call.OwnNumber;
        }

        WriteRegisters();
    }

    private void PutBeforeCall()
    {
        Registers.rip -= SyscallInstructionBytes;
        Registers.rax = (ulong)Call.OwnNumber;
        Registers.orig_rax = ulong.MaxValue;
    }

    private void PutBehindCall()
    {
        SetWords(_words);
        Registers.rip = _before.Return;
        if (Call.Abi == Abi.I386)
        {
            (Registers.cs, Registers.r12) = (_before.Code, _before.R12);
            return;
        }

        Registers.rbx = _before.Rbx;
        Registers.r11 = _before.Flags;
        Registers.rcx = Registers.rip;
    }
}
