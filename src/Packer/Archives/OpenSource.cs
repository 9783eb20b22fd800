using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>What is packed from, opened by what it is: a rootfs directory.</summary>
internal sealed class OpenSource : IDisposable
{
    private readonly IDisposable _open;

    private OpenSource(ITree tree, IDisposable open) => (Tree, _open) = (tree, open);

    /// <summary>What is in it.</summary>
    public ITree Tree { get; }

    /// <summary>Opens it.</summary>
    /// <exception cref="PtracerException">It cannot be opened.</exception>
    public static OpenSource Open(string path)
    {
        DirectoryTree tree = new(path);
        return new OpenSource(tree, tree);
    }

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();
}
