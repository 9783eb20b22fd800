using System.Runtime.InteropServices;
using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Capabilities under a faked identity, which gives none to the kernel's thread: the tracer answers.</summary>
internal static class CapabilityCalls
{
    private const uint Version1 = 0x19980330;
    private const uint Version2 = 0x20071026;
    private const uint Version3 = 0x20080522;
    private const int SetWords = 3; // effective, permitted, inheritable: struct __user_cap_data_struct

    private const uint PR_GET_KEEPCAPS = 7;
    private const uint PR_SET_KEEPCAPS = 8;
    private const uint PR_CAPBSET_READ = 23;
    private const uint PR_CAPBSET_DROP = 24;

    /// <summary>capget(2): header, data. Errors: EFAULT, EINVAL, ESRCH.</summary>
    public static Verdict Get(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (!TryReadHeader(guest, out uint version, out int thread) || guest.Call[1] == 0)
        {
            return Verdict.Run; // EFAULT, EINVAL, or the version that the kernel prefers
        }

        int index = thread == 0 ? guest.Index : context.Processes.IndexOf(thread);
        if (index < 0)
        {
            return Verdict.Run;
        }

        ref CapabilitySets sets = ref context.Identity![index].Capabilities;
        ReadOnlySpan<uint> words =
        [
            (uint)sets.Effective, (uint)sets.Permitted, (uint)sets.Inheritable,
            (uint)(sets.Effective >> 32), (uint)(sets.Permitted >> 32), (uint)(sets.Inheritable >> 32),
        ];
        words = version == Version1 ? words[..SetWords] : words;
        return guest.TryWrite(guest.Call.Pointer(1), MemoryMarshal.AsBytes(words)) ? Verdict.Return(0) : Verdict.Fail(Errno.EFAULT);
    }

    /// <summary>capset(2): header, data. Errors: EFAULT, EINVAL, EPERM.</summary>
    public static Verdict Set(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if (!TryReadHeader(guest, out uint version, out int thread))
        {
            return Verdict.Run;
        }

        Span<uint> words = stackalloc uint[2 * SetWords];
        words.Clear();
        Span<uint> given = version == Version1 ? words[..SetWords] : words;
        if (thread != 0 && thread != guest.Tid)
        {
            return Verdict.Fail(Errno.EPERM);
        }

        return !guest.TryRead(guest.Call.Pointer(1), MemoryMarshal.AsBytes(given)) ? Verdict.Fail(Errno.EFAULT)
            : context.Identity![guest.Index].Capabilities.TrySet(Join(words, 0), Join(words, 1), Join(words, 2)) ? Verdict.Return(0)
            : Verdict.Fail(Errno.EPERM);
    }

    /// <summary>prctl(2): what it does to capabilities, and what it does without a faked identity.</summary>
    public static Verdict Prctl(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ref CapabilitySets sets = ref context.Identity![guest.Index].Capabilities;
        ulong value = guest.Call[1];
        switch ((uint)guest.Call.Int(0))
        {
            case ProcessCalls.PR_GET_DUMPABLE or ProcessCalls.PR_SET_DUMPABLE or FilterCalls.PR_SET_SECCOMP or
                FilterCalls.PR_SET_SYSCALL_USER_DISPATCH:
                return ProcessCalls.Prctl(context, row, guest);
            case PR_GET_KEEPCAPS:
                return Verdict.Return(sets.AreKept ? 1 : 0);
            case PR_SET_KEEPCAPS when value <= 1:
                sets.AreKept = value == 1;
                return Verdict.Return(0);
            case PR_CAPBSET_READ when value <= CapabilitySets.Last:
                return Verdict.Return((long)((sets.Bounding >> (int)value) & 1));
            case PR_CAPBSET_DROP when sets.Has(CapabilitySets.SetCapabilities):
                sets.Bounding &= value <= CapabilitySets.Last ? ~(1UL << (int)value) : ulong.MaxValue;
                return value <= CapabilitySets.Last ? Verdict.Return(0) : Verdict.Fail(Errno.EINVAL);
            default:
                return Verdict.Run;
        }
    }

    private static bool TryReadHeader(IGuest guest, out uint version, out int thread)
    {
        Span<uint> header = stackalloc uint[2];
        header.Clear();
        bool isRead = guest.TryRead(guest.Call.Pointer(0), MemoryMarshal.AsBytes(header));
        (version, thread) = (header[0], (int)header[1]);
        return isRead && version is Version1 or Version2 or Version3;
    }

    private static ulong Join(ReadOnlySpan<uint> words, int set) => words[set] | ((ulong)words[SetWords + set] << 32);
}
