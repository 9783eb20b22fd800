using Ptracer.Linux;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>
/// Makes the members of an archive, each from the open directory that holds it and under a name that is not there: what
/// was there is removed first, so nothing is ever written through a link. Directories stay writable until the end.
/// </summary>
/// <param name="place">Where the rootfs is made.</param>
/// <param name="entries">What is in it.</param>
/// <param name="directories">Its directories.</param>
/// <param name="links">Whether hard links are made.</param>
/// <param name="interruption">Asked while contents are written.</param>
internal sealed unsafe class RootfsMembers(
    RootfsPlace place, RootfsEntries entries, RootfsDirectories directories, HardLinkUse links, Interruption interruption)
{
    private const uint NewMode = 0x1c0; // 0700
    private const uint UsualMode = 0x1ed; // 0755

    private readonly RootfsFiles _files = new(place, interruption);
    private readonly HardLinks _links = new(place, links, interruption);
    private readonly AttributeWriter _attributes = new();
    private readonly PathMap<bool> _skippedDevices = new();

    /// <summary>Members so far; the caller counts.</summary>
    public long Count { get; set; }

    /// <summary>Bytes written so far.</summary>
    public long SizeBytes => _files.SizeBytes + _links.CopiedBytes;

    /// <summary>Makes a member.</summary>
    public void Add(string archive, ArchiveMember member, TarRecord record, TarReader reader)
    {
        if (member.Path.IsRoot)
        {
            entries.Directories.Set(TreePath.Root, new DirectoryRecord(member.Entry, record.Attributes));
            NoteOwner(TreePath.Root, member, record);
            return;
        }

        TreePath source = default;
        if (member.LinkTarget is { } target)
        {
            directories.Enter(archive, target.Parent, member, out TreePath holder);
            source = holder.Child(target.Name);
        }

        int directory = directories.Enter(archive, member.Path.Parent, member, out TreePath parent);
        TreePath path = parent.Child(member.Path.Name);
        entries.Touch(path);
        fixed (byte* name = (byte[])[.. path.Name, 0])
        {
            if (member.LinkTarget is not null)
            {
                AddHardLink(archive, member, source, path, directory, name);
                return;
            }

            if (member.Entry.Type == TreeEntryType.Directory)
            {
                AddDirectory(member, record, path, directory, name);
            }
            else
            {
                Clear(path, directory, name);
                AddOther(member, record, reader, path, directory, name);
            }

            NoteOwner(path, member, record);
        }
    }

    /// <summary>Nothing more comes: what a directory holds before it.</summary>
    public void FinishDirectories()
    {
        ArchiveMember any = new(TreePath.Root, default, [], null);
        foreach ((TreePath path, DirectoryRecord record) in entries.Directories.Reversed)
        {
            interruption.ThrowIfAsked();
            int directory = directories.Enter(place.Path, path, any, out _);
            _attributes.Set(place.Path, path, directory, record.Attributes);
            DirectoryMetadata.Set(place.Path, path, directory, record.Entry);
        }

        if (!entries.Directories.TryGet(TreePath.Root, out _))
        {
            Check(TreePath.Root, Stat.fchmod(place.Descriptor, UsualMode));
        }
    }

    /// <summary>What was made.</summary>
    public RootfsReport Report() => new()
    {
        Owners = [.. entries.Owners.All.Select(static owner => owner.Value)],
        SkippedDevices = [.. _skippedDevices.All.Select(static device => device.Path)],
        DroppedAttributes = _attributes.Dropped,
        CopiedLinks = _links.Copied,
        Members = Count,
        SizeBytes = SizeBytes,
    };

    private void AddDirectory(ArchiveMember member, TarRecord record, TreePath path, int directory, byte* name)
    {
        long made = Stat.mkdirat(directory, name, NewMode);
        if (Raw.ErrnoOf(made) == Errno.EEXIST && !IsDirectory(directory, name))
        {
            Clear(path, directory, name);
            made = Stat.mkdirat(directory, name, NewMode);
        }

        if (Raw.ErrnoOf(made) != Errno.EEXIST)
        {
            Check(path, made);
        }

        entries.Directories.Set(path, new DirectoryRecord(member.Entry, record.Attributes));
    }

    private void AddOther(
        ArchiveMember member, TarRecord record, TarReader reader, TreePath path, int directory, byte* name)
    {
        switch (member.Entry.Type)
        {
            case TreeEntryType.File:
                int file = _files.Create(path, directory, name);
                try
                {
                    _files.Write(file, path, record, reader);
                    _attributes.Set(place.Path, path, file, record.Attributes);
                    DirectoryMetadata.Set(place.Path, path, file, member.Entry);
                }
                finally
                {
                    Unistd.close(file);
                }

                break;
            case TreeEntryType.Link:
                fixed (byte* text = (byte[])[.. member.LinkText, 0])
                {
                    Check(path, Unistd.symlinkat(text, directory, name));
                }

                _attributes.Drop(record.Attributes);
                DirectoryMetadata.SetLink(place.Path, path, directory, name, member.Entry);
                break;
            default:
                AddNode(member, record, path, directory, name);
                break;
        }
    }

    private void AddNode(ArchiveMember member, TarRecord record, TreePath path, int directory, byte* name)
    {
        uint type = member.Entry.Type switch
        {
            TreeEntryType.CharacterDevice => Stat.S_IFCHR,
            TreeEntryType.BlockDevice => Stat.S_IFBLK,
            _ => Stat.S_IFIFO,
        };
        _attributes.Drop(record.Attributes);
        long made = type == Stat.S_IFIFO || Unistd.geteuid() == 0
            ? Stat.mknodat(directory, name, type | NewMode, DeviceNumber(record))
            : -(long)Errno.EPERM;
        if (type != Stat.S_IFIFO && Raw.ErrnoOf(made) == Errno.EPERM)
        {
            _skippedDevices.Set(path, true);
            return;
        }

        // A new name in our own directory: nobody has put a link there.
        Check(path, made);
        DirectoryMetadata.SetLink(place.Path, path, directory, name, member.Entry);
        Check(path, Stat.fchmodat(directory, name, member.Entry.Permissions));
    }

    private void AddHardLink(
        string archive, ArchiveMember member, TreePath source, TreePath path, int directory, byte* name)
    {
        if (source.Equals(path))
        {
            return; // the file is there
        }

        _links.ThrowUnlessFile(archive, member, source);
        Clear(path, directory, name);
        _links.Make(archive, member, source, path, directory, name);
        if (entries.Owners.TryGet(source, out OwnerRecord? owner))
        {
            entries.Owners.Set(path, owner! with { Path = path });
        }
    }

    private void Clear(TreePath path, int directory, byte* name)
    {
        Stat.stat status;
        if (Stat.newfstatat(directory, name, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0)
        {
            Check(path, TreeRemoval.Remove(directory, [.. path.Name, 0]));
            directories.Forget(path);
        }

        entries.Forget(path);
        _skippedDevices.Remove(path);
    }

    private static bool IsDirectory(int directory, byte* name)
    {
        Stat.stat status;
        return Stat.newfstatat(directory, name, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0
            && (status.st_mode & Stat.S_IFMT) == Stat.S_IFDIR;
    }

    // new_encode_dev of the kernel (linux/kdev_t.h).
    private static ulong DeviceNumber(TarRecord record) =>
        (record.DeviceMinor & 0xff) | ((record.DeviceMajor & 0xfff) << 8) | ((record.DeviceMinor & 0xfff00) << 12);

    private void NoteOwner(TreePath path, ArchiveMember member, TarRecord record)
    {
        TreeEntry entry = member.Entry;
        byte[]? capability = AttributeWriter.Capability(record.Attributes);
        bool isDevice = entry.Type is TreeEntryType.CharacterDevice or TreeEntryType.BlockDevice;
        if (entry.Owner != 0 || entry.Group != 0 || isDevice || capability is not null)
        {
            entries.Owners.Set(path, new OwnerRecord(
                path, entry.Type, entry.Owner, entry.Group, entry.Permissions, record.DeviceMajor, record.DeviceMinor, capability));
        }
        else
        {
            entries.Owners.RemoveOne(path);
        }
    }

    private long Check(TreePath path, long result) => OutputFailure.Checked(place.Path, path, result);
}
