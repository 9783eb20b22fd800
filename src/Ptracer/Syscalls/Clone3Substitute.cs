using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>
/// clone3(2) by clone(2), where it is forbidden and the child gets memory of its own. Who asks for shared memory gets
/// ENOSYS, as before Linux 5.3, and takes clone.
/// </summary>
internal static class Clone3Substitute
{
    private const int FirstVersionBytes = 64; // CLONE_ARGS_SIZE_VER0
    private const int LastKnownBytes = 88; // CLONE_ARGS_SIZE_VER2
    private const ulong SignalMask = 0xff; // CSIGNAL
    private const ulong CLONE_DETACHED = 0x400000;
    private const ulong CLONE_PIDFD = 0x1000;
    private const ulong CLONE_PARENT_SETTID = 0x100000;

    /// <summary>struct clone_args *, its size. Errors: EINVAL, E2BIG, EFAULT, EPERM, ENOSYS.</summary>
    public static Verdict Clone3(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<ulong> words = stackalloc ulong[LastKnownBytes / sizeof(ulong)];
        words.Clear();
        ulong size = guest.Call[1];
        if (size is < FirstVersionBytes or > LastKnownBytes)
        {
            return Verdict.Fail(size < FirstVersionBytes ? Errno.EINVAL : Errno.E2BIG);
        }

        if (!guest.TryRead(guest.Call.Pointer(0), MemoryMarshal.AsBytes(words)[..(int)size]))
        {
            return Verdict.Fail(Errno.EFAULT);
        }

        (ulong flags, ulong pidfd, ulong childTid, ulong parentTid) = (words[0], words[1], words[2], words[3]);
        (ulong signal, ulong stack, ulong stackSize, ulong tls) = (words[4], words[5], words[6], words[7]);
        if ((flags & (SignalMask | CLONE_DETACHED)) != 0 || (signal & ~SignalMask) != 0 || (stack == 0) != (stackSize == 0))
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        if (words[8] != 0 || words[9] != 0)
        {
            return Verdict.Fail(Errno.EPERM); // set_tid is for who may checkpoint
        }

        const ulong Both = CLONE_PIDFD | CLONE_PARENT_SETTID; // clone has one place for the two
        if ((flags & Sched.CLONE_VM) != 0 || flags > uint.MaxValue || (flags & Both) == Both)
        {
            return Verdict.Fail(Errno.ENOSYS);
        }

        guest.SetArgument(0, (flags & ~(ulong)Sched.CLONE_UNTRACED) | signal);
        guest.SetArgument(1, stack + stackSize);
        guest.SetArgument(2, (flags & CLONE_PIDFD) != 0 ? pidfd : parentTid);
        SetClone(guest, childTid, tls);
        return Verdict.Run;
    }

    private static void SetClone(IGuest guest, ulong childTid, ulong tls)
    {
        bool isI386 = guest.Call.Abi == Abi.I386; // which has the last two the other way round
        guest.SetArgument(3, isI386 ? tls : childTid);
        guest.SetArgument(4, isI386 ? childTid : tls);
        guest.SetNumber(isI386 ? SysnoI386.clone : Sysno.clone, guest.Call.Abi);
    }
}
