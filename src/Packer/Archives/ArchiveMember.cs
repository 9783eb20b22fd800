using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>A member of an archive that has been checked.</summary>
/// <param name="Path">Its place.</param>
/// <param name="Entry">Its kind, mode, owner and time; its size without content yet.</param>
/// <param name="LinkText">A symbolic link's text.</param>
/// <param name="LinkTarget">Null, or the place that it is a hard link to.</param>
internal sealed record ArchiveMember(TreePath Path, TreeEntry Entry, byte[] LinkText, TreePath? LinkTarget);

/// <summary>What happens to device nodes of an archive.</summary>
internal enum DeviceNodes
{
    /// <summary>No package has any.</summary>
    Refuse,

    /// <summary>The tarball of a rootfs has some in /dev: they are shown, as a directory's are; no output makes them.</summary>
    Show,
}

/// <summary>
/// What a member may be. Refused by name: names that lead out, absolute names, devices in packages, sparse files, names that no
/// kernel takes.
/// </summary>
internal static class ArchiveMembers
{
    private const int NameMax = 255;
    private const int PathMax = 4095;
    private const long PermissionBits = 0xfff;

    /// <summary>Checks a member.</summary>
    /// <exception cref="PtracerException">It is refused.</exception>
    public static ArchiveMember Check(string archive, TarRecord record, DeviceNodes devices)
    {
        TreePath path = PathOf(archive, record, record.Name, "");
        TreeEntryType type = TypeOf(archive, record, devices);
        if (path.IsRoot && type != TreeEntryType.Directory)
        {
            throw ArchiveFailure.Member(archive, record.Name, "stands for the root, and is no directory");
        }

        if (record.SizeBytes != 0 && record.Type != '0')
        {
            throw ArchiveFailure.Member(archive, record.Name, "has content, and is no file");
        }

        if (record.Owner is < 0 or > uint.MaxValue || record.Group is < 0 or > uint.MaxValue)
        {
            throw ArchiveFailure.Member(archive, record.Name, "has an owner that no system has");
        }

        byte[] text = type == TreeEntryType.Link ? LinkText(archive, record) : [];
        TreeEntry entry = new(
            type,
            (uint)(record.Mode & PermissionBits),
            (uint)record.Owner,
            (uint)record.Group,
            record.ModifiedSeconds,
            record.ModifiedNanoseconds,
            type == TreeEntryType.Link ? text.Length : record.SizeBytes,
            default);
        TreePath? target = record.Type == '1' ? PathOf(archive, record, record.LinkName, "its target ") : null;
        return new ArchiveMember(path, entry, text, target);
    }

    private static TreeEntryType TypeOf(string archive, TarRecord record, DeviceNodes devices) => record.Type switch
    {
        '0' or '1' => TreeEntryType.File,
        '2' => TreeEntryType.Link,
        '5' => TreeEntryType.Directory,
        '6' => TreeEntryType.Fifo,
        '3' when devices == DeviceNodes.Show => TreeEntryType.CharacterDevice,
        '4' when devices == DeviceNodes.Show => TreeEntryType.BlockDevice,
        '3' or '4' => throw ArchiveFailure.Member(
            archive, record.Name, "a device, which no package has"),
        'S' => throw ArchiveFailure.Member(archive, record.Name, "stored as a sparse file", "make the archive without --sparse"),
        _ => throw ArchiveFailure.Member(archive, record.Name, $"of a kind that is not known ('{record.Type}')"),
    };

    private static byte[] LinkText(string archive, TarRecord record)
    {
        bool isRight = record.LinkName.Length is > 0 and <= PathMax && !record.LinkName.AsSpan().Contains((byte)0);
        return isRight ? record.LinkName : throw ArchiveFailure.Member(archive, record.Name, "a link whose text no link has");
    }

    private static TreePath PathOf(string archive, TarRecord record, byte[] name, string what)
    {
        string? problem = name switch
        {
            [] => "has no name",
            [(byte)'/', ..] => "is an absolute name",
            _ when name.AsSpan().Contains((byte)0) => "has a NUL in its name",
            _ when name.Length > PathMax || HasLongComponent(name) => "has a longer name than a kernel takes",
            _ => null,
        };
        if (problem is not null)
        {
            throw ArchiveFailure.Member(archive, record.Name, what + problem);
        }

        return TreePath.TryParse(name, out TreePath path)
            ? path
            : throw ArchiveFailure.Member(archive, record.Name, what + "leads out of the tree (..)");
    }

    private static bool HasLongComponent(ReadOnlySpan<byte> name)
    {
        foreach (Range range in name.Split((byte)'/'))
        {
            (int _, int length) = range.GetOffsetAndLength(name.Length);
            if (length > NameMax)
            {
                return true;
            }
        }

        return false;
    }
}
