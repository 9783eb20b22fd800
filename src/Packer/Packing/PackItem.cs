using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>One entry of a pack: where it goes, what it is, and where its content comes from.</summary>
/// <param name="Path">Where it goes.</param>
/// <param name="Entry">Its kind, mode, owner and time. Equal identities are hard links of one file.</param>
/// <param name="Content">A file's content or a link's text, where it is not taken from a tree.</param>
/// <param name="Source">The tree and the place in it that a file's content is taken from.</param>
/// <param name="Reasons">Why it is there, for the manifest.</param>
internal sealed record PackItem(
    TreePath Path, TreeEntry Entry, byte[]? Content, (ITree Tree, TreePath Path)? Source, IReadOnlyList<string> Reasons)
{
    /// <summary>Opens a file's content.</summary>
    public ITreeFile Open() => Source is { } source ? source.Tree.Open(source.Path) : new MemoryFile(Content ?? []);

    private sealed class MemoryFile(byte[] content) : ITreeFile
    {
        public long SizeBytes => content.Length;

        public int ReadAt(Span<byte> buffer, long offset)
        {
            int start = (int)Math.Min(offset, content.Length);
            int length = Math.Min(buffer.Length, content.Length - start);
            content.AsSpan(start, length).CopyTo(buffer);
            return length;
        }

        public void Dispose()
        {
        }
    }
}
