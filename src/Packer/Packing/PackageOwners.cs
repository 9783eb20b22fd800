using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Which Debian packages some files of a rootfs belong to, by dpkg's own lists (/var/lib/dpkg/info/PACKAGE.list,
/// dpkg-query(1)). A tree without them has no owners.
/// </summary>
internal sealed class PackageOwners
{
    private readonly Dictionary<TreePath, string?> _owners = [];
    private readonly HashSet<byte[]> _names = new(ByteStringComparer.Instance);

    /// <summary>Reads the lists of a tree.</summary>
    /// <param name="resolver">The tree.</param>
    /// <param name="places">What is going to be asked about; the lists name twenty times as much.</param>
    public PackageOwners(TreeResolver resolver, IEnumerable<TreePath> places)
    {
        foreach (TreePath place in places)
        {
            _owners[place] = null;
            _names.Add(place.Name.ToArray());
        }

        TreeLookup lookup = resolver.Find("/var/lib/dpkg/info/"u8);
        if (!lookup.IsFound)
        {
            return;
        }

        byte[] text = [];
        TreePath info = lookup.Path;
        foreach (byte[] name in resolver.Tree.List(info))
        {
            if (name.AsSpan().EndsWith(".list"u8))
            {
                ReadOnlySpan<byte> package = name.AsSpan()[..^5];
                int colon = package.IndexOf((byte)':');
                string owner = System.Text.Encoding.UTF8.GetString(colon < 0 ? package : package[..colon]);
                Read(resolver, Content(resolver.Tree, info.Child(name), ref text), owner);
            }
        }
    }

    /// <summary>The package that one of the places belongs to; null: none.</summary>
    public string? Of(TreePath place) => _owners.GetValueOrDefault(place);

    private static ReadOnlySpan<byte> Content(ITree tree, TreePath list, ref byte[] buffer)
    {
        using ITreeFile file = tree.Open(list);
        if (buffer.Length < file.SizeBytes)
        {
            buffer = new byte[file.SizeBytes * 2];
        }

        return buffer.AsSpan(0, file.ReadAt(buffer.AsSpan(0, (int)file.SizeBytes), 0));
    }

    private void Read(TreeResolver resolver, ReadOnlySpan<byte> rest, string owner)
    {
        var names = _names.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (!names.Contains(line[(line.LastIndexOf((byte)'/') + 1)..]) ||
                !TreePath.TryParse(line, out TreePath path) || path.IsRoot)
            {
                continue;
            }

            // A list says /lib/x where the file is in /usr/lib: the directory's links are followed, the file's are not.
            TreeLookup parent = resolver.Find(path.Parent.Bytes);
            TreePath place = parent.IsFound ? parent.Path.Child(path.Name) : path;
            if (_owners.TryGetValue(place, out string? known) && known is null)
            {
                _owners[place] = owner;
            }
        }
    }
}
