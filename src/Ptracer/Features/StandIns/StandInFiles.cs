using System.Buffers.Text;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features.StandIns;

/// <summary>
/// Hard links where the place refuses them, as SELinux does to Android's apps and to adb shell: the file moves into the store
/// of its mount, and each of its names becomes a stand-in (<see cref="StandIn"/>) for it. Sockets and FIFOs where it refuses
/// those, as to adb shell: an empty file in the store has their mode; a socket's address is an abstract one, a FIFO is a pipe
/// (<see cref="Fifos"/>).
/// </summary>
/// <remarks>
/// The tracer acts itself, under a lock of the store: other sessions may share the rootfs. Each step leaves a tree in which
/// every name leads to its file (where the file system can exchange two names); a kill between two of them can only leave the
/// number of names too high.
/// </remarks>
/// <param name="mounts">Where stores may lie.</param>
/// <param name="triesKernel">Whether a real hard link is tried first.</param>
internal sealed unsafe class StandInFiles(BindingTable mounts, bool triesKernel)
{
    private const int AT_FDCWD = Fcntl.AT_FDCWD;

    private readonly PathBuffer _stored = new(2 * Resolution.PathMax);

    /// <summary>link(2) between two host paths of one mount, with their NULs: 0, or -errno as link(2) gives it.</summary>
    public long Link(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, Mount mount)
    {
        if (StandIn.IsStored(from[..^1]))
        {
            StoredFile file = StoredFile.At(from[..^1]);
            using StoreLock held = new(file.Root);
            return file.AddAnother(to);
        }

        long refusal = -(long)Errno.EPERM;
        if (triesKernel)
        {
            refusal = LinkByKernel(from, to);
            if (!IsRefusal(refusal, to))
            {
                return refusal;
            }
        }

        Errno error = HostFiles.TypeOf(from, out uint type);
        return error != Errno.None ? -(long)error
            : HostFiles.TypeOf(to, out _) == Errno.None ? -(long)Errno.EEXIST
            : type == Stat.S_IFDIR ? -(long)Errno.EPERM
            : type == Stat.S_IFLNK ? CopyLink(from, to)
            : Adopt(from, to, mount, refusal);
    }

    /// <summary>unlink(2) of a stand-in: 0, or -errno; null if the entry (a host path with its NUL) is none.</summary>
    public long? Unlink(ReadOnlySpan<byte> entry, Mount mount)
    {
        if (!TryFind(entry, mount))
        {
            return null;
        }

        using StoreLock held = new(StoredFile.At(_stored.Span).Root);
        if (!TryFind(entry, mount))
        {
            return null; // another session was faster
        }

        fixed (byte* p = entry)
        {
            long result = Unistd.unlinkat(AT_FDCWD, p, 0);
            if (result == 0)
            {
                StoredFile.At(_stored.Span).Release();
            }

            return result;
        }
    }

    /// <summary>renameat2(2) of a stand-in, or over one: 0, or -errno; null if neither host path (with its NUL) is one.</summary>
    public long? Rename(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, uint flags, Mount mount)
    {
        if (!TryFind(from, mount) && !TryFind(to, mount))
        {
            return null;
        }

        using StoreLock held = new(StoredFile.At(_stored.Span).Root);
        Span<byte> source = stackalloc byte[StandIn.TextBytes];
        source.Clear();
        if (TryFind(from, mount))
        {
            _stored.Span[^StandIn.TextBytes..].CopyTo(source);
        }

        bool replaces = TryFind(to, mount);
        if (replaces && flags == 0 && _stored.Span.EndsWith(source))
        {
            return 0; // two names of one file: "rename() does nothing" (rename(2))
        }

        fixed (byte* f = from)
        fixed (byte* t = to)
        {
            long result = Stdio.renameat2(AT_FDCWD, f, AT_FDCWD, t, flags);
            if (result == 0 && replaces && (flags & Stdio.RENAME_EXCHANGE) == 0)
            {
                StoredFile.At(_stored.Span).Release();
            }

            return result;
        }
    }

    /// <summary>Whether the place does not let its user make a socket of this name (a host path with its NUL): it is tried.</summary>
    public static bool RefusesSocket(ReadOnlySpan<byte> entry)
    {
        fixed (byte* e = entry)
        {
            long result = Stat.mknodat(AT_FDCWD, e, Stat.S_IFSOCK | 0x180 /* 0600 */, 0);
            if (result == 0)
            {
                _ = Unistd.unlinkat(AT_FDCWD, e, 0);
            }

            return IsRefusal(result, entry);
        }
    }

    /// <summary>Makes the stand-in of a socket or FIFO: 0 and its id; or -errno as mknod(2) gives it.</summary>
    /// <param name="entry">Its host path, with its NUL.</param>
    /// <param name="type">Which of them: the letter.</param>
    /// <param name="mode">Its permissions.</param>
    /// <param name="mount">The mount it lies in.</param>
    /// <param name="id">The id.</param>
    public static long MakeSpecial(ReadOnlySpan<byte> entry, byte type, uint mode, Mount mount, out ulong id)
    {
        Span<byte> text = stackalloc byte[StandIn.TextBytes];
        StoredFile file = new(mount.HostPath, NewText(text, type, out id));
        if (HostFiles.TypeOf(entry, out _) == Errno.None)
        {
            return -(long)Errno.EEXIST;
        }

        if (!StoreLock.MakeDirectory(mount))
        {
            return -(long)Errno.EACCES;
        }

        Span<byte> room = stackalloc byte[Resolution.PathMax];
        using StoreLock held = new(mount.HostPath);
        fixed (byte* p = file.Path(room))
        {
            long result = Stat.mknodat(AT_FDCWD, p, Stat.S_IFREG | 0x180, 0);
            if (result != 0)
            {
                return result; // what is there is not ours
            }

            result = Stat.fchmodat(AT_FDCWD, p, mode);
            result = result == 0 ? file.AddName(entry) : result;
            if (result != 0)
            {
                file.Remove();
            }

            return result;
        }
    }

    /// <summary>Finds the stored file of an entry: false if that is no stand-in.</summary>
    private bool TryFind(ReadOnlySpan<byte> entry, Mount mount)
    {
        Span<byte> text = stackalloc byte[StandIn.TextBytes + 1];
        int length = HostFiles.ReadStandIn(entry, text);
        return length > 0 && mounts.PlaceStored(text[..length], mount, _stored);
    }

    /// <summary>Whether the place refuses a kind of file, and not the permissions of the entry's directory.</summary>
    public static bool IsRefusal(long result, ReadOnlySpan<byte> entry)
    {
        if (Raw.ErrnoOf(result) is not (Errno.EACCES or Errno.EPERM or Errno.ENOSYS or Errno.EOPNOTSUPP))
        {
            return false;
        }

        Span<byte> directory = stackalloc byte[Resolution.PathMax];
        fixed (byte* p = HostFiles.ParentOf(entry, directory))
        {
            return Unistd.faccessat(AT_FDCWD, p, Unistd.W_OK | Unistd.X_OK) == 0;
        }
    }

    private static long LinkByKernel(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        fixed (byte* f = from)
        fixed (byte* t = to)
        {
            return Unistd.linkat(AT_FDCWD, f, AT_FDCWD, t, 0);
        }
    }

    /// <summary>A second name of a symbolic link is another link with the same text.</summary>
    private static long CopyLink(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        Span<byte> text = stackalloc byte[Resolution.PathMax];
        int length = HostFiles.ReadLink(from, text[..^1]);
        if (length < 0)
        {
            return length;
        }

        text[length] = 0;
        fixed (byte* x = text)
        fixed (byte* t = to)
        {
            return Unistd.symlinkat(x, AT_FDCWD, t);
        }
    }

    /// <summary>The first time: the file goes into the store, and its name becomes a stand-in.</summary>
    private static long Adopt(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, Mount mount, long refusal)
    {
        if (!StoreLock.MakeDirectory(mount))
        {
            return refusal;
        }

        using StoreLock held = new(mount.HostPath);
        Span<byte> text = stackalloc byte[StandIn.TextBytes];
        StoredFile file = new(mount.HostPath, NewText(text, StandIn.Linked, out _));
        Span<byte> room = stackalloc byte[Resolution.PathMax];
        ReadOnlySpan<byte> path = file.Path(room);

        // A stand-in is made in the store, then changes places with the file: the name is never missing.
        long result = file.AddName(path);
        if (result != 0)
        {
            return refusal; // what is there is not ours
        }

        Span<byte> parent = stackalloc byte[Resolution.PathMax];
        ParentTimes times = new(from, parent);
        result = file.SetNames(2);
        result = result == 0 ? Exchange(from, path, file) : result;
        times.Restore();
        if (result != 0)
        {
            file.Withdraw();
            return Raw.ErrnoOf(result) is Errno.EXDEV or Errno.EACCES or Errno.EPERM ? refusal : result;
        }

        result = file.AddName(to);
        if (result != 0)
        {
            file.SetNames(1);
        }

        return result;
    }

    private static long Exchange(ReadOnlySpan<byte> from, ReadOnlySpan<byte> stored, StoredFile file)
    {
        fixed (byte* f = from)
        fixed (byte* s = stored)
        {
            long result = Stdio.renameat2(AT_FDCWD, f, AT_FDCWD, s, Stdio.RENAME_EXCHANGE);
            if (Raw.ErrnoOf(result) is not (Errno.EINVAL or Errno.ENOSYS))
            {
                return result;
            }

            // A file system that cannot exchange.
            result = Stdio.renameat2(AT_FDCWD, f, AT_FDCWD, s, 0);
            if (result != 0)
            {
                return result;
            }

            result = file.AddName(from);
            if (result != 0)
            {
                _ = Stdio.renameat2(AT_FDCWD, s, AT_FDCWD, f, Stdio.RENAME_NOREPLACE); // back; where it is, if not even that
            }

            return result;
        }
    }

    /// <summary>The text of a new stand-in. An id that is taken is found out when its file is made.</summary>
    private static ReadOnlySpan<byte> NewText(Span<byte> text, byte type, out ulong id)
    {
        fixed (ulong* bytes = &id)
        {
            Raw.Call(Sysno.getrandom, (long)bytes, sizeof(ulong), 0);
        }

        StandIn.Directory.CopyTo(text);
        text[StandIn.Directory.Length] = (byte)'/';
        _ = Utf8Formatter.TryFormat(id, text[(StandIn.Directory.Length + 1)..], out _, new('x', StandIn.IdDigits));
        text[^1] = type;
        return text;
    }
}
