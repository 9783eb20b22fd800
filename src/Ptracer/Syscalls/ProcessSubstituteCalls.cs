using System.Buffers.Text;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>Forbidden calls about processes and identities, by allowed ones or by the rules of credentials(7).</summary>
internal static class ProcessSubstituteCalls
{
    private const uint Keep = uint.MaxValue;
    private const int StatusBytes = 144; // struct stat

    private static readonly ExitHalf s_refuse = Refuse;
    private static readonly ExitHalf s_refuseDirectory = RefuseDirectory;

    /// <summary>What only root may do.</summary>
    public static Verdict NotPermitted(SyscallContext context, SyscallRow row, IGuest guest) => Verdict.Fail(Errno.EPERM);

    /// <summary>What only root may do with a path: its errors come first, as from the kernel.</summary>
    public static Verdict NotPermittedWithPath(SyscallContext context, SyscallRow row, IGuest guest)
    {
        const int UmountFlags = 0xf; // MNT_FORCE, MNT_DETACH, MNT_EXPIRE, UMOUNT_NOFOLLOW
        int path = row.Paths[0].Path;
        if (row.Number == Sysno.umount2 && (guest.Call.Int(1) & ~UmountFlags) != 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        guest.SetArgument(1, guest.Argument(path));
        guest.SetArgument(0, unchecked((ulong)Fcntl.AT_FDCWD));
        guest.SetArgument(2, guest.Stage(new byte[StatusBytes]).Address);
        guest.SetArgument(3, 0);
        guest.SetNumber(Sysno.newfstatat);
        return Verdict.RunThenExit(row.Number == Sysno.chroot ? s_refuseDirectory : s_refuse);
    }

    private static long Refuse(SyscallContext context, IGuest guest, long result) => result < 0 ? result : -(long)Errno.EPERM;

    /// <summary>chroot(2): ENOTDIR, and EACCES where the directory may not be searched, come before EPERM.</summary>
    private static unsafe long RefuseDirectory(SyscallContext context, IGuest guest, long result)
    {
        Stat.stat status = default;
        if (guest.Number != Sysno.newfstatat || result < 0 ||
            !guest.TryRead(new GuestPtr(guest.Argument(2)), new Span<byte>(&status, sizeof(Stat.stat))))
        {
            return result < 0 ? result : -(long)Errno.EPERM;
        }

        if ((status.st_mode & Stat.S_IFMT) != Stat.S_IFDIR)
        {
            return -(long)Errno.ENOTDIR;
        }

        guest.SetArgument(2, Unistd.X_OK);
        guest.SetNumber(Sysno.faccessat);
        guest.CallAgain();
        return 0;
    }

    /// <summary>setuid(2) without privileges: the effective id alone.</summary>
    public static Verdict Setuid(SyscallContext context, SyscallRow row, IGuest guest)
    {
        uint id = (uint)guest.Call[0];
        if (id == Keep)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        new Substitute(Sysno.setresuid, SubstituteWord.Is(-1), 0, SubstituteWord.Is(-1)).Apply(guest);
        return Verdict.Run;
    }

    /// <summary>setreuid(2): the saved id follows where the real one is set, or the effective one to another than it.</summary>
    public static Verdict Setreuid(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<long> ids = stackalloc long[4];
        if (!TryReadIds(guest, "Uid:"u8, ids))
        {
            return Verdict.Fail(Errno.EPERM);
        }

        uint real = (uint)guest.Call[0], effective = (uint)guest.Call[1];
        bool realAllowed = real == Keep || real == ids[0] || real == ids[1]; // not the saved one, unlike setresuid
        bool savedFollows = real != Keep || (effective != Keep && effective != ids[0]);
        long saved = savedFollows ? (effective == Keep ? ids[1] : effective) : -1;
        new Substitute(Sysno.setresuid, 0, 1, SubstituteWord.Is(saved)).Apply(guest);
        return realAllowed ? Verdict.Run : Verdict.Fail(Errno.EPERM);
    }

    /// <summary>setgid(2), setregid(2), setresgid(2): no call may change a group id, and all of them are the same.</summary>
    public static Verdict SetGroup(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<long> ids = stackalloc long[4];
        if (row.Number == Sysno.setgid && (uint)guest.Call[0] == Keep)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        int count = row.Number switch { Sysno.setgid => 1, Sysno.setregid => 2, _ => 3 };
        for (int i = 0; i < count; i++)
        {
            uint id = (uint)guest.Call[i];
            if (!TryReadIds(guest, "Gid:"u8, ids) || (id != Keep && id != ids[0]))
            {
                return Verdict.Fail(Errno.EPERM);
            }
        }

        return Verdict.Return(0);
    }

    /// <summary>setfsuid(2), setfsgid(2): nothing changes, the former id is told.</summary>
    public static Verdict SetFileId(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<long> ids = stackalloc long[4];
        return TryReadIds(guest, row.Number == Sysno.setfsuid ? "Uid:"u8 : "Gid:"u8, ids)
            ? Verdict.Return(ids[3])
            : Verdict.Fail(Errno.EPERM);
    }

    /// <summary>pidfd_send_signal(2): descriptor, signal, siginfo_t * or null, flags.</summary>
    public static Verdict PidfdSendSignal(SyscallContext context, SyscallRow row, IGuest guest)
    {
        if ((uint)guest.Call[3] != 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        Span<byte> name = stackalloc byte[24];
        "/fdinfo/"u8.CopyTo(name);
        _ = Utf8Formatter.TryFormat(guest.Call.Int(0), name[8..], out int digits);
        name[8 + digits] = 0;
        Span<byte> text = stackalloc byte[512];
        int length = ProcFile.Read(guest.Tid, name, text);
        ReadOnlySpan<byte> information = text[..Math.Max(0, length)];
        if (!ProcFile.TryGetField(information, "\nPid:"u8, 10, out long process))
        {
            return Verdict.Fail(Errno.EBADF);
        }

        if (process <= 0)
        {
            return Verdict.Fail(Errno.ESRCH);
        }

        bool plain = guest.Call[2] == 0;
        new Substitute(plain ? Sysno.kill : Sysno.rt_sigqueueinfo, SubstituteWord.Is(process), 1, 2).Apply(guest);
        if (!plain && guest.Call.Abi == Abi.I386)
        {
            guest.SetNumber(SysnoI386.rt_sigqueueinfo, Abi.I386); // its siginfo_t is laid out for i386
        }

        return Verdict.Run;
    }

    /// <summary>pkey_mprotect(2): without a key it is mprotect; and there are no others.</summary>
    public static Verdict PkeyMprotect(SyscallContext context, SyscallRow row, IGuest guest)
    {
        guest.SetNumber(Sysno.mprotect);
        return guest.Call.Int(3) == -1 ? Verdict.Run : Verdict.Fail(Errno.EINVAL);
    }

    /// <summary>pkey_alloc(2) on a processor without protection keys.</summary>
    public static Verdict NoKeys(SyscallContext context, SyscallRow row, IGuest guest) => Verdict.Fail(Errno.ENOSPC);

    /// <summary>The real, effective, saved and file system id, from /proc/TID/status.</summary>
    private static bool TryReadIds(IGuest guest, ReadOnlySpan<byte> label, Span<long> ids)
    {
        Span<byte> text = stackalloc byte[1024];
        int length = ProcFile.Read(guest.Tid, "/status\0"u8, text);
        int at = length <= 0 ? -1 : text[..length].IndexOf(label);
        if (at < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[(at + label.Length)..length];
        for (int i = 0; i < ids.Length; i++)
        {
            rest = rest.TrimStart("\t "u8);
            if (!Utf8Parser.TryParse(rest, out ids[i], out int digits))
            {
                return false;
            }

            rest = rest[digits..];
        }

        return true;
    }
}
