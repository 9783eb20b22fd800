namespace Ptracer.Paths;

/// <summary>What the guest sees where: the root and its bindings. The deepest guest path wins, then the latest.</summary>
internal sealed class BindingTable
{
    private readonly List<Mount> _mounts = [];
    private byte[][] _sensitiveNames = [];

    /// <param name="root">The rootfs: guest path empty.</param>
    public BindingTable(Mount root)
    {
        Root = root;
        _mounts.Add(root);
    }

    public Mount Root { get; }

    /// <summary>Bindings whose mount point does not exist below them, so that it must be shown.</summary>
    public bool HasBindings => _mounts.Count > 1;

    public bool HasReadOnly { get; private set; }

    /// <summary>Mount points that do not exist in their directories: listings show them all the same.</summary>
    public List<ShownEntry> Shown { get; } = [];

    /// <summary>Names of files that have stand-ins; null where no link is taken for one.</summary>
    public StandInNames? StandIns { get; set; }

    public int Count => _mounts.Count;

    public Mount this[int index] => _mounts[index];

    public int IndexOf(Mount? mount) => mount is null ? -1 : _mounts.IndexOf(mount);

    public void Add(Mount mount)
    {
        for (int i = 1; i < _mounts.Count; i++)
        {
            if (_mounts[i].GuestPath.SequenceEqual(mount.GuestPath))
            {
                _mounts.RemoveAt(i);
                break;
            }
        }

        _mounts.Add(mount);
        HasReadOnly |= mount.Access == MountAccess.ReadOnly;
        _sensitiveNames = CollectNames();
    }

    /// <summary>The mount that a canonical guest path lies in.</summary>
    public Mount Find(ReadOnlySpan<byte> guestPath)
    {
        Mount best = Root;
        for (int i = 1; i < _mounts.Count; i++)
        {
            Mount mount = _mounts[i];
            if (mount.GuestPath.Length >= best.GuestPath.Length && IsAtOrBelow(guestPath, mount.GuestPath))
            {
                best = mount;
            }
        }

        return best;
    }

    /// <summary>The binding whose mount point is exactly this canonical guest path.</summary>
    public Mount? FindMountPoint(ReadOnlySpan<byte> guestPath)
    {
        for (int i = 1; i < _mounts.Count; i++)
        {
            if (_mounts[i].GuestPath.SequenceEqual(guestPath))
            {
                return _mounts[i];
            }
        }

        return null;
    }

    /// <summary>Whether some of the rootfs is seen elsewhere too, by a binding of its own.</summary>
    public bool ShowsRootTwice()
    {
        for (int i = 1; i < _mounts.Count; i++)
        {
            if (IsAtOrBelow(_mounts[i].HostPath, Root.HostPath))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a mount point lies somewhere below this canonical guest path.</summary>
    public bool HasMountPointBelow(ReadOnlySpan<byte> guestPath)
    {
        for (int i = 1; i < _mounts.Count; i++)
        {
            ReadOnlySpan<byte> point = _mounts[i].GuestPath;
            if (point.Length > guestPath.Length && IsAtOrBelow(point, guestPath))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a path with this component could touch a binding from below some unknown directory: it equals a
    /// component of a mount point. Where no component of a relative path does, and none is <c>..</c>, no binding can lie
    /// on the way.
    /// </summary>
    public bool IsSensitive(ReadOnlySpan<byte> component)
    {
        foreach (byte[] name in _sensitiveNames)
        {
            if (component.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The guest path of a host path: false if the guest cannot see it.</summary>
    /// <param name="hostPath">Absolute, canonical; what follows the path proper (<c> (deleted)</c>) is kept.</param>
    /// <param name="guestPath">Receives the guest path.</param>
    /// <param name="hint">The mount by which it is known to be seen; it counts if it can be true.</param>
    public bool TryDetranslate(ReadOnlySpan<byte> hostPath, PathBuffer guestPath, Mount? hint = null)
    {
        if (hint is not null && IsAtOrBelow(hostPath, hint.HostPath) && IsVisible(hint, hostPath[hint.HostPath.Length..], guestPath))
        {
            return true;
        }

        return FindVisible(hostPath, guestPath) is { } best && Join(best, hostPath[best.HostPath.Length..], guestPath);
    }

    /// <summary>The same as guests are told it: a file that has stand-ins, by the name that it was last looked up by.</summary>
    public bool TryTell(ReadOnlySpan<byte> hostPath, PathBuffer guestPath, Mount? hint = null) =>
        StandIns?.TryGet(hostPath, guestPath) == true || TryDetranslate(hostPath, guestPath, hint);

    /// <summary>Where the file of a stand-in lies: below the root of its mount, or of one that shows some of the same tree.</summary>
    /// <param name="text">The stand-in's text.</param>
    /// <param name="mount">The mount in which it was found.</param>
    /// <param name="hostPath">Receives the file's host path; false if that is too long.</param>
    public bool PlaceStored(ReadOnlySpan<byte> text, Mount mount, PathBuffer hostPath)
    {
        if (IsStoredIn(mount, text, hostPath))
        {
            return true;
        }

        foreach (Mount other in _mounts)
        {
            bool overlaps = IsAtOrBelow(mount.HostPath, other.HostPath) || IsAtOrBelow(other.HostPath, mount.HostPath);
            if (other != mount && overlaps && IsStoredIn(other, text, hostPath))
            {
                return true;
            }
        }

        return hostPath.Set(mount.HostPath) && hostPath.Append(text);
    }

    private static bool IsStoredIn(Mount mount, ReadOnlySpan<byte> text, PathBuffer hostPath) =>
        hostPath.Set(mount.HostPath) && hostPath.Append(text) && HostFiles.TypeOf(hostPath.WithNul, out _) == Linux.Errno.None;

    /// <summary>The mount that a host path is taken to be seen by: the one with the longest host path, then the latest.</summary>
    public Mount? FindVisible(ReadOnlySpan<byte> hostPath, PathBuffer scratch)
    {
        Mount? best = null;
        for (int i = 0; i < _mounts.Count; i++)
        {
            Mount mount = _mounts[i];
            if (IsAtOrBelow(hostPath, mount.HostPath) && (best is null || mount.HostPath.Length >= best.HostPath.Length) &&
                IsVisible(mount, hostPath[mount.HostPath.Length..], scratch))
            {
                best = mount;
            }
        }

        return best;
    }

    /// <summary>Nothing mounted later or deeper hides this part of a mount.</summary>
    private bool IsVisible(Mount mount, ReadOnlySpan<byte> rest, PathBuffer scratch) =>
        Join(mount, rest, scratch) && Find(scratch.Span) == mount;

    private static bool Join(Mount mount, ReadOnlySpan<byte> rest, PathBuffer guestPath) =>
        guestPath.Set(mount.GuestPath) && guestPath.Append(rest is [(byte)'/'] ? default : rest);

    public static bool IsAtOrBelow(ReadOnlySpan<byte> path, ReadOnlySpan<byte> directory) =>
        path.StartsWith(directory) && (path.Length == directory.Length || path[directory.Length] == '/');

    private byte[][] CollectNames()
    {
        List<byte[]> names = [];
        for (int i = 1; i < _mounts.Count; i++)
        {
            ReadOnlySpan<byte> rest = _mounts[i].GuestPath;
            while (rest.Length > 0)
            {
                rest = rest[1..];
                int end = rest.IndexOf((byte)'/');
                names.Add((end < 0 ? rest : rest[..end]).ToArray());
                rest = end < 0 ? default : rest[end..];
            }
        }

        return [.. names];
    }
}
