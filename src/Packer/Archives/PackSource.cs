using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>Opens what is packed from by what it is: a rootfs directory, an archive of one, a directory of packages.</summary>
internal static class PackSource
{
    /// <summary>Opens it. A directory with .deb files and without usr or bin is one of packages.</summary>
    /// <exception cref="PtracerException">It cannot be opened.</exception>
    public static ITree Open(string path) =>
        File.Exists(path) ? TarTree.Read(path) : IsOfPackages(path) ? PackageTree.Read(path) : new DirectoryTree(path);

    private static bool IsOfPackages(string path)
    {
        using DirectoryTree directory = new(path);
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
