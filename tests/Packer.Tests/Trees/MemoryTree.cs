using System.Text;
using Ptracer.Packer.Trees;

namespace Packer.Tests.Trees;

/// <summary>A tree that a test writes down: directories come by themselves.</summary>
internal sealed class MemoryTree : ITree
{
    private const long Modified = 1_700_000_000;

    private readonly SortedDictionary<TreePath, (TreeEntry Entry, byte[] Content)> _entries = [];

    public MemoryTree() => AddDirectory(TreePath.Root);

    public string Name => "memory";

    public MemoryTree File(string path, string content = "", uint permissions = 0x1a4) =>
        File(path, Encoding.UTF8.GetBytes(content), permissions);

    public MemoryTree File(string path, byte[] content, uint permissions = 0x1a4) =>
        Add(path, TreeEntryType.File, permissions, content);

    public MemoryTree Link(string path, string target) =>
        Add(path, TreeEntryType.Link, 0x1ff, Encoding.UTF8.GetBytes(target));

    public MemoryTree Directory(string path)
    {
        AddDirectory(TreePath.Of(path));
        return this;
    }

    public bool TryGet(TreePath path, out TreeEntry entry)
    {
        bool found = _entries.TryGetValue(path, out (TreeEntry Entry, byte[] Content) value);
        entry = value.Entry;
        return found;
    }

    public byte[] ReadLink(TreePath path) => _entries[path].Content;

    public IReadOnlyList<byte[]> List(TreePath directory) =>
        [.. _entries.Keys.Where(path => !path.IsRoot && path.Parent.Equals(directory)).Select(path => path.Name.ToArray())];

    public ITreeFile Open(TreePath path) => new MemoryFile(_entries[path].Content);

    public void Dispose()
    {
    }

    private MemoryTree Add(string text, TreeEntryType type, uint permissions, byte[] content)
    {
        TreePath path = TreePath.Of(text);
        AddDirectory(path.Parent);
        _entries[path] = (new TreeEntry(type, permissions, 0, 0, Modified, 0, content.Length, default), content);
        return this;
    }

    private void AddDirectory(TreePath path)
    {
        if (!path.IsRoot)
        {
            AddDirectory(path.Parent);
        }

        _entries.TryAdd(path, (new TreeEntry(TreeEntryType.Directory, 0x1ed, 0, 0, Modified, 0, 0, default), []));
    }

    private sealed class MemoryFile(byte[] content) : ITreeFile
    {
        public long SizeBytes => content.Length;

        public int ReadAt(Span<byte> buffer, long offset)
        {
            int length = (int)Math.Clamp(content.Length - offset, 0, buffer.Length);
            content.AsSpan((int)Math.Min(offset, content.Length), length).CopyTo(buffer);
            return length;
        }

        public void Dispose()
        {
        }
    }
}
