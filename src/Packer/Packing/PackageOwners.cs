using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Which Debian package each file of a rootfs belongs to, by dpkg's own lists (/var/lib/dpkg/info/PACKAGE.list,
/// dpkg-query(1)). A tree without them has no owners.
/// </summary>
internal sealed class PackageOwners
{
    private readonly Dictionary<TreePath, string> _owners = [];

    /// <summary>Reads the lists of a tree.</summary>
    public PackageOwners(TreeResolver resolver)
    {
        TreePath info = TreePath.Of("/var/lib/dpkg/info");
        foreach (byte[] name in resolver.Tree.List(info))
        {
            if (name.AsSpan().EndsWith(".list"u8))
            {
                ReadOnlySpan<byte> package = name.AsSpan()[..^5];
                int colon = package.IndexOf((byte)':');
                string owner = System.Text.Encoding.UTF8.GetString(colon < 0 ? package : package[..colon]);
                Read(resolver, info.Child(name), owner);
            }
        }
    }

    /// <summary>Whether the tree has any lists.</summary>
    public bool IsEmpty => _owners.Count == 0;

    /// <summary>The package that a place belongs to; null: none.</summary>
    public string? Of(TreePath place) => _owners.GetValueOrDefault(place);

    private void Read(TreeResolver resolver, TreePath list, string owner)
    {
        using ITreeFile file = resolver.Tree.Open(list);
        byte[] text = new byte[file.SizeBytes];
        ReadOnlySpan<byte> rest = text.AsSpan(0, file.ReadAt(text, 0));
        TreePath lastParent = TreePath.Root, lastPlace = TreePath.Root;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!TreePath.TryParse(line, out TreePath path) || path.IsRoot)
            {
                continue;
            }

            // A list says /lib/x where the file is in /usr/lib: the directory's links are followed, the file's are not.
            TreePath parent = path.Parent;
            if (!parent.Equals(lastParent))
            {
                TreeLookup lookup = resolver.Find(parent.Bytes);
                (lastParent, lastPlace) = (parent, lookup.IsFound ? lookup.Path : parent);
            }

            _owners.TryAdd(lastPlace.Child(path.Name), owner);
        }
    }
}
