using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>What a path of the tree leads to, as one who opens it finds out.</summary>
/// <param name="FoundAs">The path, absolute.</param>
/// <param name="Lookup">Where it leads.</param>
/// <param name="Object">The file as ELF; null when it cannot be opened at all. Its defect may be that it is none.</param>
/// <param name="Problem">Why it cannot be opened, or read; null: it can.</param>
internal sealed record TreeFile(byte[] FoundAs, TreeLookup Lookup, ElfObject? Object, string? Problem);

/// <summary>Opens files of a tree, each once: what was read of it is kept.</summary>
internal sealed class TreeFiles(TreeResolver resolver)
{
    /// <summary>The problem of a file that this user may not read.</summary>
    public const string Unreadable = "cannot be read";

    private readonly Dictionary<byte[], TreeFile> _files = new(ByteStringComparer.Instance);
    private readonly Dictionary<TreePath, ElfObject> _objects = [];
    private readonly ElfObjectReader _reader = new();

    /// <summary>Opens an absolute path.</summary>
    public TreeFile Open(byte[] path)
    {
        if (!_files.TryGetValue(path, out TreeFile? file))
        {
            _files.Add(path, file = OpenAnew(path));
        }

        return file;
    }

    /// <summary>Reads a file's start; null: it is not there, cannot be read, or is larger than allowed.</summary>
    public byte[]? Read(byte[] path, int maxSizeBytes)
    {
        TreeLookup lookup = resolver.Find(path);
        if (!lookup.IsFound || lookup.Entry.Type != TreeEntryType.File)
        {
            return null;
        }

        byte[]? content = ReadStart(lookup.Path, maxSizeBytes + 1);
        return content is null || content.Length > maxSizeBytes ? null : content;
    }

    /// <summary>The first bytes of a file; null: it cannot be read.</summary>
    public byte[]? ReadStart(TreePath place, int sizeBytes)
    {
        try
        {
            using ITreeFile file = resolver.Tree.Open(place);
            byte[] buffer = new byte[(int)Math.Clamp(file.SizeBytes, 0, sizeBytes)];
            return buffer[..file.ReadAt(buffer, 0)];
        }
        catch (PtracerException)
        {
            return null;
        }
    }

    private TreeFile OpenAnew(byte[] path)
    {
        TreeLookup lookup = resolver.Find(path);
        string? problem = lookup.Status switch
        {
            TreeLookupStatus.Found when lookup.Entry.Type == TreeEntryType.File => null,
            TreeLookupStatus.Found when lookup.Entry.Type == TreeEntryType.Directory => "is a directory",
            TreeLookupStatus.Found => "is not a regular file",
            TreeLookupStatus.Loop => "leads through too many symbolic links",
            _ => "not found",
        };
        if (problem is not null)
        {
            return new TreeFile(path, lookup, null, problem);
        }

        try
        {
            return new TreeFile(path, lookup, ObjectOf(lookup.Path), null);
        }
        catch (PtracerException)
        {
            return new TreeFile(path, lookup, null, Unreadable);
        }
    }

    private ElfObject ObjectOf(TreePath place)
    {
        if (!_objects.TryGetValue(place, out ElfObject? known))
        {
            using ITreeFile file = resolver.Tree.Open(place);
            _objects.Add(place, known = _reader.Read(file.ReadAt));
        }

        return known;
    }
}
