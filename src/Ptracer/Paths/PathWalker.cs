using Ptracer.Linux;

namespace Ptracer.Paths;

/// <summary>
/// Resolves a guest path component by component, as path_resolution(7) says, in the guest's view: used when the kernel
/// cannot be asked to do it in one go, because of a symbolic link, <c>..</c>, a binding or procfs on the way.
/// </summary>
/// <remarks>
/// The walk keeps two texts in step: where it is for the guest, and for the host. It makes one readlink(2) a component,
/// which tells all at once: a link's target, EINVAL for what is none, or the error that the kernel's own walk would meet.
/// </remarks>
internal sealed class PathWalker(BindingTable table, IGuestProcesses processes)
{
    /// <summary>MAXSYMLINKS of the kernel (linux/namei.h).</summary>
    private const int MaxLinks = 40;

    private readonly PathRest _rest = new();
    private readonly byte[] _target = GC.AllocateUninitializedArray<byte>(Resolution.PathMax, pinned: true);
    private readonly PathBuffer _scratch = new(4 * Resolution.PathMax);
    private readonly PathBuffer _base = new(4 * Resolution.PathMax);
    private int _links;
    private bool _rootIsSet;
    private bool _isByLink;
    private LookupProcess _process;
    private LookupKind _kind;
    private LookupLimits _limits;
    private Resolution _at = null!;

    /// <summary>Walks <paramref name="path"/> from a canonical guest directory into <paramref name="result"/>.</summary>
    /// <param name="from">The directory in the guest.</param>
    /// <param name="fromLink">A link of procfs that stands for it on the host, if its text does not lead there; or empty.</param>
    /// <param name="root">The guest path of the process's root; empty: the guest's.</param>
    public Errno Walk(
        ReadOnlySpan<byte> from,
        ReadOnlySpan<byte> fromLink,
        ReadOnlySpan<byte> path,
        LookupProcess process,
        LookupKind kind,
        LookupLimits limits,
        Resolution result,
        ReadOnlySpan<byte> root = default)
    {
        _isByLink = false;
        (_process, _kind, _limits, _at, _links) = (process, kind, limits, result, 0);
        _rest.Clear();
        _base.Set((limits & (LookupLimits.InRoot | LookupLimits.Beneath)) != 0 ? from : root);
        if (path is [(byte)'/', ..])
        {
            if ((limits & LookupLimits.Beneath) != 0)
            {
                return Errno.EXDEV;
            }

            from = _base.Span;
            fromLink = default;
        }

        _rootIsSet = path is [(byte)'/', ..] || (limits & LookupLimits.InRoot) != 0;
        if (!_rest.Prepend(path) || !MoveTo(from))
        {
            return Errno.ENAMETOOLONG;
        }

        return !fromLink.IsEmpty && !_at.Host.Set(fromLink) ? Errno.ENAMETOOLONG : WalkRest();
    }

    private Errno WalkRest()
    {
        _at.HasTrailingSlash = false;
        while (_rest.TryTake(out ReadOnlySpan<byte> name, out bool isLast, out bool hasSlash))
        {
            _at.HasTrailingSlash = isLast && hasSlash;
            Errno error = name.SequenceEqual("."u8) ? StepSelf(isLast)
                : name.SequenceEqual(".."u8) ? StepUp(isLast)
                : StepInto(name, isLast);
            if (error != Errno.None)
            {
                return error;
            }
        }

        return Errno.None;
    }

    private Errno StepSelf(bool isLast)
    {
        if (isLast && _kind == LookupKind.Entry)
        {
            return AppendToHost("."u8);
        }

        return CheckHere();
    }

    private Errno StepUp(bool isLast)
    {
        if (isLast && _kind == LookupKind.Entry)
        {
            return AppendToHost(".."u8);
        }

        Errno error = CheckHere();
        if (error != Errno.None)
        {
            return error;
        }

        if (_isByLink)
        {
            return AppendToHost(".."u8); // a directory that only the kernel can name
        }

        if (_at.Guest.Length == 0 || _at.Guest.Span.SequenceEqual(_base.Span))
        {
            return (_limits & LookupLimits.Beneath) != 0 ? Errno.EXDEV : Errno.None; // `..` of the root is the root
        }

        if (_at.IsMountPoint && (_limits & LookupLimits.NoXdev) != 0)
        {
            return Errno.EXDEV;
        }

        _rootIsSet = true;
        _at.Guest.RemoveLast();
        return MoveTo(_at.Guest.Span) ? Errno.None : Errno.ENAMETOOLONG;
    }

    private Errno StepInto(ReadOnlySpan<byte> name, bool isLast)
    {
        int guestLength = _at.Guest.Length, hostLength = _at.Host.Length;
        (Mount? mount, bool wasMountPoint) = (_at.Mount, _at.IsMountPoint);
        if (!_at.Guest.AppendComponent(name))
        {
            return Errno.ENAMETOOLONG;
        }

        if (table.FindMountPoint(_at.Guest.Span) is { } crossed)
        {
            return Cross(crossed);
        }

        _at.IsMountPoint = false;
        if (!_at.Host.AppendComponent(name))
        {
            return Errno.ENAMETOOLONG;
        }

        if (isLast && IsNotFollowed)
        {
            return TryStandIn();
        }

        int length = ReadLink(out ProcLink link, out int id);
        if (length < 0)
        {
            return Judge((Errno)(-length), isLast);
        }

        if (IsStandIn(link, length))
        {
            return EnterStored(length);
        }

        if ((_limits & LookupLimits.NoSymlinks) != 0 || ++_links > MaxLinks)
        {
            return Errno.ELOOP;
        }

        if (link > ProcLink.ThreadSelf && JumpMagic(link, id, length, isLast, out Errno error))
        {
            return error;
        }

        _at.Guest.SetLength(guestLength);
        _at.Host.SetLength(hostLength);
        (_at.Mount, _at.IsMountPoint) = (mount, wasMountPoint);
        return FollowLink(_target.AsSpan(0, length));
    }

    private bool IsNotFollowed => _kind == LookupKind.Entry || (_kind == LookupKind.NoFollow && !_at.HasTrailingSlash);

    private bool IsStandIn(ProcLink link, int length) =>
        link == ProcLink.None && table.StandIns is not null && StandIn.IsText(_target.AsSpan(0, length));

    /// <summary>
    /// A last component that is not followed is not even looked at, since reading a link changes its access time; except where
    /// it may be a stand-in.
    /// </summary>
    private Errno TryStandIn()
    {
        if (_kind == LookupKind.Entry || table.StandIns is null)
        {
            return Errno.None;
        }

        int length = ProcPath.Classify(_at.Host.Span, out _) == ProcLink.None
            ? HostFiles.ReadStandIn(_at.Host.WithNul, _target)
            : 0;
        return length > 0 ? EnterStored(length) : Errno.None;
    }

    /// <summary>The host path becomes that of the stand-in's file; for the guest it has the name it was found by.</summary>
    private Errno EnterStored(int length)
    {
        ReadOnlySpan<byte> text = _target.AsSpan(0, length);
        if (_at.Mount is not { } mount)
        {
            return Errno.None; // outside of the guest: a link as any other
        }

        table.StandIns!.Set(StandIn.IdOf(text), _at.Guest.Span);
        return table.PlaceStored(text, mount, _at.Host) ? Errno.None : Errno.ENAMETOOLONG;
    }

    private Errno Cross(Mount mount)
    {
        (_at.Mount, _at.IsMountPoint) = (mount, true);
        return (_limits & LookupLimits.NoXdev) != 0 ? Errno.EXDEV
            : _at.Host.Set(mount.HostPath) ? Errno.None : Errno.ENAMETOOLONG;
    }

    private int ReadLink(out ProcLink link, out int id)
    {
        link = ProcPath.Classify(_at.Host.Span, out id);
        int length = link is ProcLink.Self or ProcLink.ThreadSelf
            ? ProcPath.SelfTarget(link, _process, _target)
            : HostFiles.ReadLink(_at.Host.WithNul, _target);

        // A magic link all the same: the kernel can follow what it cannot tell.
        return length == -(int)Errno.ENAMETOOLONG && (link is ProcLink.Cwd or ProcLink.Descriptor) ? 0 : length;
    }

    /// <summary>What is no link: go on, or say what the kernel's own walk would say here.</summary>
    private Errno Judge(Errno error, bool isLast) => error switch
    {
        Errno.EINVAL => Errno.None,
        _ when isLast => Errno.None, // the call itself meets the error, or makes the file
        Errno.ENOENT when table.HasMountPointBelow(_at.Guest.Span) => Errno.None,
        _ => error,
    };

    private Errno FollowLink(ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty)
        {
            return Errno.ENOENT;
        }

        bool slash = _at.HasTrailingSlash && _rest.IsEmpty;
        if ((slash && !_rest.Prepend("/"u8)) || !_rest.Prepend(target))
        {
            return Errno.ENAMETOOLONG;
        }

        if (target[0] != '/')
        {
            return Errno.None;
        }

        if ((_limits & LookupLimits.Beneath) != 0)
        {
            return Errno.EXDEV;
        }

        Mount? before = _at.Mount;
        if (!MoveTo(_base.Span))
        {
            return Errno.ENAMETOOLONG;
        }

        // nd_jump_root(), fs/namei.c: unless the root was needed before, it counts as another mount.
        return (_limits & LookupLimits.NoXdev) != 0 && (!_rootIsSet || _at.Mount != before) ? Errno.EXDEV : Errno.None;
    }

    /// <summary>
    /// A magic link of procfs jumps to an object, not to a text. True if the jump was made here; the text of the link is
    /// in the target buffer.
    /// </summary>
    private bool JumpMagic(ProcLink link, int id, int length, bool isLast, out Errno error)
    {
        error = Errno.None;
        if ((_limits & (LookupLimits.NoMagicLinks | LookupLimits.InRoot | LookupLimits.Beneath)) != 0)
        {
            error = (_limits & LookupLimits.NoMagicLinks) != 0 ? Errno.ELOOP : Errno.EXDEV;
            return true;
        }

        _isByLink = true;
        if (!processes.IsTracee(id) || link == ProcLink.Other)
        {
            return true; // another process's: the kernel follows it, or refuses
        }

        if (link == ProcLink.Root)
        {
            error = MoveTo(_base.Span) ? Errno.None : Errno.ENAMETOOLONG;
            return true;
        }

        if (link == ProcLink.Exe)
        {
            JumpToExecutable(id);
            return true;
        }

        if (link == ProcLink.Descriptor && isLast)
        {
            // Pipes, sockets, deleted files: only the kernel can follow. But the mount is that of the file itself.
            _at.Mount = table.TryDetranslate(_target.AsSpan(0, length), _scratch) ? table.Find(_scratch.Span) : null;
            return true;
        }

        return JumpToText(length, out error);
    }

    private void JumpToExecutable(int id)
    {
        int descriptor = processes.ExecutableDescriptor(id);
        if (descriptor < 0)
        {
            return;
        }

        // A program that was deleted, or that lives in memory only, has no path: the session's descriptor stands for it.
        Span<byte> own = stackalloc byte[48];
        int length = SessionLink.Format(descriptor, own);
        if (HostFiles.PathOf(descriptor, _at.Host) && HostFiles.IsSameFile(own, _at.Host.WithNul) &&
            table.TryDetranslate(_at.Host.Span, _at.Guest))
        {
            _at.Mount = table.Find(_at.Guest.Span);
            return;
        }

        _at.Host.Set(own[..length]);
    }

    /// <summary>A directory that has a path in the guest: the walk goes on there, so that bindings below it are seen.</summary>
    private bool JumpToText(int length, out Errno error)
    {
        error = Errno.None;
        Span<byte> target = stackalloc byte[length + 1];
        _target.AsSpan(0, length).CopyTo(target);
        target[length] = 0;
        if (length == 0 || target[0] != '/' || !HostFiles.IsSameFile(_at.Host.WithNul, target))
        {
            return true; // it has none: deleted, or outside; the kernel follows the link itself
        }

        int guestLength = _at.Guest.Length;
        if (!table.TryDetranslate(target[..length], _at.Guest))
        {
            _at.Guest.SetLength(guestLength);
            return true;
        }

        error = MoveTo(_at.Guest.Span) ? Errno.None : Errno.ENAMETOOLONG;
        return true;
    }

    private Errno CheckHere()
    {
        int length = _at.Host.Length;
        if (!_at.Host.Append("/."u8))
        {
            return Errno.ENAMETOOLONG;
        }

        Errno error = HostFiles.CheckDirectory(_at.Host.WithNul);
        _at.Host.SetLength(length);
        return error == Errno.ENOENT && table.HasMountPointBelow(_at.Guest.Span) ? Errno.None : error;
    }

    private Errno AppendToHost(ReadOnlySpan<byte> name)
    {
        _at.IsMountPoint = false;
        return _at.Host.AppendComponent(name) ? Errno.None : Errno.ENAMETOOLONG;
    }

    private bool MoveTo(ReadOnlySpan<byte> guestPath)
    {
        Mount mount = table.Find(guestPath);
        _isByLink = false;
        _at.Mount = mount;
        _at.IsMountPoint = guestPath.Length == mount.GuestPath.Length;
        return _at.Host.Set(mount.HostPath) && _at.Host.Append(guestPath[mount.GuestPath.Length..]) &&
            (guestPath == _at.Guest.Span || _at.Guest.Set(guestPath));
    }
}
