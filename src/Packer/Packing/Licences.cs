using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>Adds the copyright file of each Debian package that a packed file belongs to.</summary>
internal static class Licences
{
    /// <summary>Adds them.</summary>
    public static void Add(PackList list)
    {
        List<TreePath> places = [];
        foreach (TreePath path in list.Paths)
        {
            if (!list.Resolver.TryGet(path, out TreeEntry entry) || entry.Type != TreeEntryType.Directory)
            {
                places.Add(path);
            }
        }

        PackageOwners owners = new(list.Resolver, places);
        SortedSet<string> packages = new(StringComparer.Ordinal);
        foreach (TreePath place in places)
        {
            if (owners.Of(place) is { } package)
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
