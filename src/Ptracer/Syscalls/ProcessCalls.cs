using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Calls about processes that the tracer must not show through, nor lose its hold by.</summary>
internal static class ProcessCalls
{
    public const uint PR_GET_DUMPABLE = 3;
    public const uint PR_SET_DUMPABLE = 4;

    /// <summary>Flags of clone(2) that the tracer cannot let pass as they are.</summary>
    public const uint Watched = Sched.CLONE_UNTRACED | Namespaces;

    /// <summary>Flags that would give a process mounts that the tracer does not see.</summary>
    public const uint Namespaces = Sched.CLONE_NEWNS | Sched.CLONE_NEWUSER;

    /// <summary>The filter answers this call; it never stops.</summary>
    public static Verdict Unreachable(SyscallContext context, SyscallRow row, IGuest guest) => Verdict.Fail(Errno.ENOSYS);

    /// <summary>clone(2): flags first. What matters of them, <see cref="Started"/> tells.</summary>
    public static Verdict Clone(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Verdict verdict = Started(guest.Call[0]);
        guest.SetArgument(0, guest.Call[0] & ~(ulong)Sched.CLONE_UNTRACED);
        return verdict;
    }

    /// <summary>clone3(2): struct clone_args *, its size. Its flags come first.</summary>
    public static Verdict Clone3(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ulong flags = 0;
        Span<byte> first = MemoryMarshal.AsBytes(new Span<ulong>(ref flags));
        if (!guest.TryRead(guest.Call.Pointer(0), first) || (flags & Watched) == 0)
        {
            return Verdict.Run;
        }

        Verdict verdict = Started(flags);
        Span<byte> arguments = context.Bytes.AsSpan(0, (int)Math.Min(guest.Call[1], (ulong)context.Bytes.Length));
        if (verdict.Kind != VerdictKind.Return && arguments.Length >= first.Length && guest.TryRead(guest.Call.Pointer(0), arguments))
        {
            flags &= ~(ulong)Sched.CLONE_UNTRACED;
            first.CopyTo(arguments);
            guest.SetArgument(0, guest.Stage(arguments).Address);
        }

        return verdict;
    }

    /// <summary>unshare(2): flags.</summary>
    public static Verdict Unshare(SyscallContext context, SyscallRow row, IGuest guest) => Verdict.Fail(Errno.EPERM);

    /// <summary>
    /// CLONE_UNTRACED: a child outside of the tracer would run untranslated, so the flag is dropped. CLONE_NEWUSER: EPERM,
    /// as in any chroot (user_namespaces(7)). CLONE_NEWNS: EPERM, as without privileges; the tracer would not see what is
    /// mounted there.
    /// </summary>
    private static Verdict Started(ulong flags) =>
        (flags & Namespaces) == 0 ? Verdict.RunThenExit(KeepResult)
            : (flags & Sched.CLONE_FS) != 0 ? Verdict.Fail(Errno.EINVAL)
            : Verdict.Fail(Errno.EPERM);

    /// <summary>
    /// PR_SET_DUMPABLE: a process that is not dumpable hides its memory and /proc entries from an unprivileged tracer
    /// (ptrace(2)), so the kernel is not told; the process is.
    /// </summary>
    public static Verdict Prctl(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if ((uint)guest.Call.Int(0) is FilterCalls.PR_SET_SECCOMP or FilterCalls.PR_SET_SYSCALL_USER_DISPATCH)
        {
            return FilterCalls.Prctl(context, guest);
        }

        if (guest.Call.Int(0) == PR_GET_DUMPABLE)
        {
            return Verdict.Return(context.Dumpable.Get(guest.Index));
        }

        ulong value = guest.Call[1];
        if (value > 1)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        context.Dumpable.Set(guest.Index, (int)value);
        return Verdict.Return(0);
    }

    /// <summary>sched_getaffinity(2): the mask as if the engine had not moved the thread.</summary>
    public static Verdict GetAffinity(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int tid = guest.Call.Int(0);
        Span<byte> mask = stackalloc byte[128];
        int size = context.Affinity.ShownMask(tid == 0 ? guest.Tid : tid, mask);
        if (size == 0 || guest.Call[1] < (ulong)size || guest.Call[1] % (ulong)GuestWords.SizeBytes(guest) != 0)
        {
            return Verdict.Run;
        }

        return guest.TryWrite(guest.Call.Pointer(2), mask[..size]) ? Verdict.Return(size) : Verdict.Fail(Errno.EFAULT);
    }

    /// <summary>sched_setaffinity(2): what the guest sets is kept.</summary>
    public static Verdict SetAffinity(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int tid = guest.Call.Int(0);
        context.Affinity.Release(tid == 0 ? guest.Tid : tid);
        return Verdict.Run;
    }

    /// <summary>uname(2) with the release that the session was given (-k).</summary>
    public static Verdict Uname(SyscallContext context, SyscallRow row, IGuest guest) => Verdict.RunThenExit(ShowRelease);

    private static long ShowRelease(SyscallContext context, IGuest guest, long result)
    {
        const int ReleaseField = 2;
        int bytes = guest.Call is { Abi: Abi.I386, OwnNumber: SysnoI386.oldolduname } ? 9 : 65; // of a field
        if (result != 0 || context.KernelRelease is null)
        {
            return result;
        }

        Span<byte> field = stackalloc byte[65];
        field.Clear();
        field = field[..bytes];
        context.KernelRelease.AsSpan(0, Math.Min(context.KernelRelease.Length, bytes - 1)).CopyTo(field);
        return guest.TryWrite(guest.Call.Pointer(0) + (ReleaseField * bytes), field) ? 0 : -(long)Errno.EFAULT;
    }

    private static long KeepResult(SyscallContext context, IGuest guest, long result) => result;
}
