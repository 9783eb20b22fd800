using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>Adds the copyright file of each Debian package that a packed file belongs to.</summary>
internal static class Licences
{
    /// <summary>Adds them.</summary>
    public static void Add(PackList list)
    {
        PackageOwners owners = new(list.Resolver);
        if (owners.IsEmpty)
        {
            return;
        }

        SortedSet<string> packages = new(StringComparer.Ordinal);
        foreach (TreePath path in list.Paths)
        {
            bool isDirectory = list.Resolver.Tree.TryGet(path, out TreeEntry entry) && entry.Type == TreeEntryType.Directory;
            if (!isDirectory && owners.Of(path) is { } package)
            {
                packages.Add(package);
            }
        }

        foreach (string package in packages)
        {
            list.Add(Encoding.UTF8.GetBytes($"/usr/share/doc/{package}/copyright"), $"licence of {package}");
        }
    }
}
