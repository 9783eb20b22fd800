using Ptracer.Packer.Trees;

namespace Ptracer.Images.Export;

/// <summary>A tree whose reading can be followed and interrupted.</summary>
/// <param name="tree">The tree; it stays the owner's.</param>
/// <param name="interruption">Asked at every read.</param>
/// <param name="observe">Told the bytes of all files that were read.</param>
internal sealed class ObservedTree(ITree tree, Interruption interruption, Action<long> observe) : ITree
{
    private long _done;

    /// <inheritdoc/>
    public string Name => tree.Name;

    /// <inheritdoc/>
    public bool TryGet(TreePath path, out TreeEntry entry) => tree.TryGet(path, out entry);

    /// <inheritdoc/>
    public byte[] ReadLink(TreePath path) => tree.ReadLink(path);

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> List(TreePath directory) => tree.List(directory);

    /// <inheritdoc/>
    public ITreeFile Open(TreePath path) => new ObservedFile(this, tree.Open(path));

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Note(int count)
    {
        interruption.ThrowIfAsked();
        _done += count;
        observe(_done);
    }

    private sealed class ObservedFile(ObservedTree owner, ITreeFile file) : ITreeFile
    {
        public long SizeBytes => file.SizeBytes;

        public int ReadAt(Span<byte> buffer, long offset)
        {
            int count = file.ReadAt(buffer, offset);
            owner.Note(count);
            return count;
        }

        public void Dispose() => file.Dispose();
    }
}
