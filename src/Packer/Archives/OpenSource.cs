using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>What is packed from, opened by what it is: a rootfs directory, an archive of one, a directory of packages.</summary>
internal sealed class OpenSource : IDisposable
{
    private readonly IDisposable _open;

    private OpenSource(ITree tree, IDisposable open) => (Tree, _open) = (tree, open);

    /// <summary>What is in it.</summary>
    public ITree Tree { get; }

    /// <summary>Opens it. A directory with .deb files and without usr or bin is one of packages.</summary>
    /// <exception cref="PtracerException">It cannot be opened.</exception>
    public static OpenSource Open(string path)
    {
        if (File.Exists(path))
        {
            TarTree archive = TarTree.Read(path);
            return new OpenSource(archive, archive);
        }

        DirectoryTree directory = new(path);
        if (!IsOfPackages(directory))
        {
            return new OpenSource(directory, directory);
        }

        directory.Dispose();
        PackageTree packages = PackageTree.Read(path);
        return new OpenSource(packages, packages);
    }

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();

    private static bool IsOfPackages(DirectoryTree directory)
    {
        bool hasPackages = false;
        foreach (byte[] name in directory.List(TreePath.Root))
        {
            if (name.AsSpan().SequenceEqual("usr"u8) || name.AsSpan().SequenceEqual("bin"u8))
            {
                return false;
            }

            hasPackages |= name.AsSpan().EndsWith(".deb"u8);
        }

        return hasPackages;
    }
}
