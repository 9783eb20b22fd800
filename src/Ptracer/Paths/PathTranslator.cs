using System.Buffers.Text;
using Ptracer.Linux;

namespace Ptracer.Paths;

/// <summary>
/// From guest paths to host paths and back. Most paths are settled by one openat2(2): RESOLVE_NO_SYMLINKS says that the
/// text is the truth. The rest is walked (<see cref="PathWalker"/>). Nothing is cached that the outside can change.
/// </summary>
internal sealed class PathTranslator(BindingTable table, IGuestProcesses processes)
{
    /// <summary>Answer of <see cref="OpenPlain"/>: this path must be walked.</summary>
    public const int NotPlain = int.MinValue;

    private const int Plain = Fcntl.RESOLVE_NO_SYMLINKS | Fcntl.RESOLVE_NO_MAGICLINKS | Fcntl.RESOLVE_BENEATH;

    private readonly PathWalker _walker = new(table, processes);
    private readonly PathBuffer _base = new(4 * Resolution.PathMax);
    private readonly PathBuffer _baseGuest = new(4 * Resolution.PathMax);

    public BindingTable Table => table;

    /// <summary>Whether the kernel has openat2(2), and lets us call it.</summary>
    public bool HasOpenat2 { get; } = Ask(table);

    /// <summary>What guests may find out without a stop; null: nothing.</summary>
    public FastPath? Fast { get; set; }

    public MountHints Hints { get; } = new();

    public ProcessRoots Roots { get; } = new();

    public WorkingDirectoryCache WorkingDirectories { get; } = new();

    /// <summary>Resolves a path of a call. On success <paramref name="result"/> holds what to give the kernel.</summary>
    /// <param name="process">The calling thread.</param>
    /// <param name="dirfd">Its directory descriptor, or AT_FDCWD.</param>
    /// <param name="path">Not empty, without its NUL.</param>
    /// <param name="kind">What happens to the last component.</param>
    /// <param name="limits">Restrictions of openat2.</param>
    /// <param name="result">Where it leads.</param>
    public Errno Translate(
        LookupProcess process,
        int dirfd,
        ReadOnlySpan<byte> path,
        LookupKind kind,
        LookupLimits limits,
        Resolution result)
    {
        result.IsUnchanged = false;
        result.Mount = null;
        bool needPlace = (limits & LookupLimits.NeedPlace) != 0;
        limits &= ~LookupLimits.NeedPlace;
        if (Roots.Of(process.Tgid) is { } root && (limits & (LookupLimits.InRoot | LookupLimits.Beneath)) == 0)
        {
            return TranslateBelow(root, process, dirfd, path, kind, limits, result);
        }

        if (path[0] == '/' && (limits & LookupLimits.InRoot) == 0)
        {
            if (limits == LookupLimits.None && TryPlain(path, kind, result, out int descriptor))
            {
                CloseIfOpen(descriptor);
                return Errno.None;
            }

            return Finish(_walker.Walk(default, default, path, process, kind, limits, result), kind, result);
        }

        if (limits == LookupLimits.None && !needPlace && IsPlainRelative(process, dirfd, path, kind))
        {
            result.IsUnchanged = !table.HasReadOnly || !TryGetBase(process, dirfd) ||
                table.Find(_baseGuest.Span).Access == MountAccess.ReadWrite;
            return result.IsUnchanged ? Errno.None : PlaceByLink(process, dirfd, path, result);
        }

        if (!TryGetBase(process, dirfd))
        {
            // No directory, or one that has no place in the guest: the kernel says what it says.
            result.IsUnchanged = true;
            return Errno.None;
        }

        Span<byte> link = stackalloc byte[48];
        link = link[..(FormatLink(process, dirfd, link) + 1)];
        ReadOnlySpan<byte> fromLink = HostFiles.IsSameFile(link, _base.WithNul) ? default : link[..^1];
        return Finish(_walker.Walk(_baseGuest.Span, fromLink, path, process, kind, limits, result), kind, result, fromLink);
    }

    /// <summary>The same for a process that has a root of its own: always walked.</summary>
    private Errno TranslateBelow(
        byte[] root, LookupProcess process, int dirfd, ReadOnlySpan<byte> path, LookupKind kind, LookupLimits limits, Resolution result)
    {
        if (path[0] == '/')
        {
            return Finish(_walker.Walk(root, default, path, process, kind, limits, result, root), kind, result);
        }

        if (!TryGetBase(process, dirfd))
        {
            result.IsUnchanged = true;
            return Errno.None;
        }

        Span<byte> link = stackalloc byte[48];
        link = link[..(FormatLink(process, dirfd, link) + 1)];
        ReadOnlySpan<byte> fromLink = HostFiles.IsSameFile(link, _base.WithNul) ? default : link[..^1];
        return Finish(_walker.Walk(_baseGuest.Span, fromLink, path, process, kind, limits, result, root), kind, result, fromLink);
    }

    /// <summary>
    /// Opens what an absolute path names, if its text is the truth: an O_PATH descriptor, the kernel's -errno, or
    /// <see cref="NotPlain"/>. For calls that the tracer answers itself.
    /// </summary>
    public int OpenPlain(ReadOnlySpan<byte> path, LookupKind kind, Resolution result) =>
        path[0] == '/' && TryPlain(path, kind, result, out int descriptor) ? descriptor : NotPlain;

    /// <summary>The guest path of what <c>/proc/TID/cwd</c> or <c>/proc/TID/fd/N</c> names: false if it has none.</summary>
    public bool TryGetDirectory(LookupProcess process, int dirfd, out ReadOnlySpan<byte> hostPath, out ReadOnlySpan<byte> guestPath)
    {
        bool found = TryGetBase(process, dirfd);
        hostPath = _base.Span;
        guestPath = _baseGuest.Span;
        return found;
    }

    /// <summary>The guest's name for a host path; the path itself if the guest cannot see it.</summary>
    /// <param name="hostPath">Absolute, canonical.</param>
    /// <param name="guestPath">Room for the guest path.</param>
    /// <param name="hint">The mount by which it is seen, if known.</param>
    public ReadOnlySpan<byte> Detranslate(ReadOnlySpan<byte> hostPath, PathBuffer guestPath, Mount? hint = null)
    {
        if (!table.TryTell(hostPath, guestPath, hint))
        {
            return hostPath;
        }

        return guestPath.Length == 0 ? "/"u8 : guestPath.Span;
    }

    /// <summary>A path whose components are plain names, walked by the kernel itself below one mount.</summary>
    private bool TryPlain(ReadOnlySpan<byte> path, LookupKind kind, Resolution result, out int descriptor)
    {
        descriptor = NotPlain;
        if (!HasOpenat2 || !TryNormalize(path, result.Guest))
        {
            return false;
        }

        ReadOnlySpan<byte> guest = result.Guest.Span;
        Mount mount = table.Find(guest);
        int prefix = mount.GuestPath.Length;
        (result.Mount, result.IsMountPoint, result.HasTrailingSlash) = (mount, guest.Length == prefix, false);
        if (mount.Type == MountType.Proc || !result.Host.Set(mount.HostPath) || !result.Host.Append(guest[prefix..]) ||
            result.Host.Length >= Resolution.PathMax || result.Host.Span.StartsWith("/proc/"u8))
        {
            return false;
        }

        if (result.IsMountPoint)
        {
            return kind != LookupKind.Entry && TryOpenRoot(mount, result, out descriptor);
        }

        int flags = kind == LookupKind.Follow || table.StandIns is not null ? 0 : Fcntl.O_NOFOLLOW;
        descriptor = kind == LookupKind.Entry
            ? OpenParent(mount, result)
            : HostFiles.OpenBeneath(mount.Descriptor, result.Host.WithNul[(mount.HostPath.Length + 1)..], flags, Plain);
        return descriptor is not (-(int)Errno.ELOOP or -(int)Errno.EXDEV or -(int)Errno.EAGAIN or -(int)Errno.EINVAL) &&
            !(descriptor == -(int)Errno.ENOENT && table.HasMountPointBelow(guest));
    }

    private static bool TryOpenRoot(Mount mount, Resolution result, out int descriptor)
    {
        if (result.Host.Length == 0)
        {
            result.Host.Set("/"u8);
        }

        // A second descriptor, since the caller closes what it gets.
        descriptor = mount.Type == MountType.File
            ? NotPlain
            : HostFiles.OpenBeneath(mount.Descriptor, ".\0"u8, 0, Plain);
        return descriptor != NotPlain;
    }

    private static int OpenParent(Mount mount, Resolution result)
    {
        Span<byte> parent = stackalloc byte[Resolution.PathMax];
        ReadOnlySpan<byte> relative = result.Host.Span[(mount.HostPath.Length + 1)..];
        int slash = relative.LastIndexOf((byte)'/');
        if (slash < 0)
        {
            return mount.Type == MountType.File ? -(int)Errno.ENOTDIR : NotOpened;
        }

        relative[..slash].CopyTo(parent);
        parent[slash] = 0;
        return HostFiles.OpenBeneath(mount.Descriptor, parent[..(slash + 1)], Fcntl.O_DIRECTORY, Plain);
    }

    /// <summary>An answer that is no descriptor and no error: the parent is the mount's root.</summary>
    private const int NotOpened = int.MinValue + 1;

    /// <summary>
    /// What to remember of a file that was found by some mount: null if its host path tells by itself; see
    /// <see cref="MountHints"/>.
    /// </summary>
    public Mount? HintFor(Resolution place) =>
        place.Mount is { } mount && !place.IsUnchanged && table.FindVisible(place.Host.Span, _baseGuest) != mount ? mount : null;

    /// <summary>What a process's new program is to know of the fast path; empty: it has none.</summary>
    public ReadOnlySpan<byte> FastSettings(int process) => Fast?.IsOn(process) == true ? Fast.Settings : default;

    private static void CloseIfOpen(int descriptor)
    {
        if (descriptor >= 0)
        {
            Unistd.close(descriptor);
        }
    }

    /// <summary>Absolute, single slashes, neither <c>.</c> nor <c>..</c> nor a slash at the end: else it is walked.</summary>
    private static bool TryNormalize(ReadOnlySpan<byte> path, PathBuffer guest)
    {
        if (path.Length > 1 && path[^1] == '/')
        {
            return false;
        }

        guest.SetLength(0);
        while (!path.IsEmpty)
        {
            path = path[1..];
            int end = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = end < 0 ? path : path[..end];
            if (name is [(byte)'.'] or [(byte)'.', (byte)'.'])
            {
                return false;
            }

            if (!name.IsEmpty)
            {
                guest.AppendComponent(name);
            }

            path = end < 0 ? default : path[end..];
        }

        return true;
    }

    /// <summary>Whether the kernel may be given a relative path as it is: no `..`, no link, no binding's name in it.</summary>
    private bool IsPlainRelative(LookupProcess process, int dirfd, ReadOnlySpan<byte> path, LookupKind kind)
    {
        if (kind == LookupKind.NoFollow && (path[^1] == '/' || table.StandIns is not null))
        {
            kind = LookupKind.Follow; // or it may be a stand-in
        }

        int components = 0;
        for (ReadOnlySpan<byte> rest = path; !rest.IsEmpty; components++)
        {
            int end = rest.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = end < 0 ? rest : rest[..end];
            if (name is [(byte)'.', (byte)'.'] || table.IsSensitive(name))
            {
                return false;
            }

            rest = end < 0 ? default : rest[(end + 1)..];
        }

        if (components == 1 && (kind != LookupKind.Follow || path is [(byte)'.']))
        {
            return true;
        }

        return IsWithoutLinks(process, dirfd, path, kind);
    }

    private bool IsWithoutLinks(LookupProcess process, int dirfd, ReadOnlySpan<byte> path, LookupKind kind)
    {
        if (dirfd == Fcntl.AT_FDCWD && !WorkingDirectories.IsOff)
        {
            int cached = WorkingDirectories.Get(process);
            return cached >= 0 && IsWithoutLinks(cached, path, kind);
        }

        Span<byte> link = stackalloc byte[48];
        int directory = HostFiles.OpenPath(link[..(FormatLink(process, dirfd, link) + 1)], Fcntl.O_DIRECTORY);
        if (directory < 0)
        {
            return false;
        }

        bool result = IsWithoutLinks(directory, path, kind);
        Unistd.close(directory);
        return result;
    }

    private bool IsWithoutLinks(int directory, ReadOnlySpan<byte> path, LookupKind kind)
    {
        if (kind == LookupKind.Entry)
        {
            path = path[..Math.Max(0, path.TrimEnd((byte)'/').LastIndexOf((byte)'/'))];
        }

        int found = directory;
        if (!path.IsEmpty)
        {
            Span<byte> text = stackalloc byte[Resolution.PathMax];
            path.CopyTo(text);
            text[path.Length] = 0;
            found = HasOpenat2
                ? HostFiles.OpenBeneath(directory, text, kind == LookupKind.Follow ? 0 : Fcntl.O_NOFOLLOW, Plain)
                : HostFiles.FindLink(directory, text[..path.Length], kind == LookupKind.NoFollow);
            CloseIfOpen(found);
        }

        return found is not (-(int)Errno.ELOOP or -(int)Errno.EXDEV or -(int)Errno.EAGAIN or -(int)Errno.EINVAL);
    }

    /// <summary>A plain relative path in a read-only mount: what is to be checked has a name, and the kernel gets it.</summary>
    private Errno PlaceByLink(LookupProcess process, int dirfd, ReadOnlySpan<byte> path, Resolution result)
    {
        Span<byte> link = stackalloc byte[48];
        result.Mount = table.Find(_baseGuest.Span);
        result.IsMountPoint = false;
        result.HasTrailingSlash = false;
        bool fits = result.Host.Set(link[..FormatLink(process, dirfd, link)]) && result.Host.AppendComponent(path) &&
            result.Guest.Set(_baseGuest.Span) && result.Guest.AppendComponent(path);
        return fits ? Errno.None : Errno.ENAMETOOLONG;
    }

    private bool TryGetBase(LookupProcess process, int dirfd)
    {
        Span<byte> link = stackalloc byte[48];
        int size = HostFiles.ReadLink(link[..(FormatLink(process, dirfd, link) + 1)], _base.Room);
        if (size <= 0)
        {
            return false;
        }

        _base.SetLength(size);
        return _base.Span[0] == '/' && table.TryDetranslate(_base.Span, _baseGuest, Hints.Find(process.Tgid, dirfd));
    }

    /// <summary><c>/proc/TID/cwd</c> or <c>/proc/TID/fd/N</c>, with a NUL; returns the length without it.</summary>
    private static int FormatLink(LookupProcess process, int dirfd, Span<byte> link)
    {
        "/proc/"u8.CopyTo(link);
        _ = Utf8Formatter.TryFormat(process.Tid, link[6..], out int digits);
        int length = 6 + digits;
        if (dirfd == Fcntl.AT_FDCWD)
        {
            "/cwd\0"u8.CopyTo(link[length..]);
            return length + 4;
        }

        "/fd/"u8.CopyTo(link[length..]);
        length += 4;
        _ = Utf8Formatter.TryFormat(dirfd, link[length..], out digits);
        link[length + digits] = 0;
        return length + digits;
    }

    /// <summary>
    /// The last touches that the kernel's own lookup of the result needs; it shall follow the link that stands for a
    /// directory without a path.
    /// </summary>
    private Errno Finish(Errno error, LookupKind kind, Resolution result, ReadOnlySpan<byte> fromLink = default)
    {
        if (error != Errno.None)
        {
            return error;
        }

        if (kind == LookupKind.Entry && result.Guest.Length == 0 && result.Host.Length == table.Root.HostPath.Length)
        {
            // The root has no entry to make or remove; the host's root, named so, answers just that, and keeps the rootfs.
            result.Host.Set("/"u8);
        }
        else if (result.HasTrailingSlash || result.Host.Length == 0 || result.Host.Span.SequenceEqual(fromLink))
        {
            result.Host.Append("/"u8);
        }

        return Errno.None;
    }

    private static bool Ask(BindingTable table)
    {
        int descriptor = HostFiles.OpenBeneath(table.Root.Descriptor, ".\0"u8, 0, Plain);
        CloseIfOpen(descriptor);
        return descriptor >= 0;
    }
}
