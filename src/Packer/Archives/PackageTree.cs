using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>
/// A directory of .deb files as the one tree that <c>dpkg --unpack</c> of all of them would leave. Directories merge; a
/// link of the root's own (<c>/lib -> usr/lib</c>) is followed by what other packages have below it; a file that two
/// packages have is an error, unless it is the same in both or one of them replaces the other. Packages come in the
/// order of their files' names. Maintainer scripts, diversions and alternatives are not run.
/// </summary>
internal sealed class PackageTree : ArchiveTree
{
    private const int MaxLinks = 40; // MAXSYMLINKS of the kernel
    private const int Expansion = 4; // what packages hold is some times their size

    private readonly Dictionary<TreePath, DebPackage> _owners = [];

    private PackageTree(string directory, long expectedBytes)
        : base(directory, expectedBytes)
    {
    }

    /// <summary>The packages, in the order of their files' names.</summary>
    public IReadOnlyList<DebPackage> Packages { get; private set; } = [];

    /// <summary>Reads all packages of a directory.</summary>
    /// <exception cref="PtracerException">There is none, one is damaged or hostile, or two of them conflict.</exception>
    public static PackageTree Read(string directory)
    {
        using DirectoryTree files = new(directory);
        List<TreePath> paths = [];
        long size = 0;
        foreach (byte[] name in files.List(TreePath.Root))
        {
            TreePath path = TreePath.Root.Child(name);
            if (name.AsSpan().EndsWith(".deb"u8) && files.TryGet(path, out TreeEntry entry) && entry.Type == TreeEntryType.File)
            {
                paths.Add(path);
                size += entry.SizeBytes;
            }
        }

        if (paths.Count == 0)
        {
            throw new PtracerException($"{directory}: no .deb file in it; download some (apt-get download)");
        }

        PackageTree? tree = new(directory, size * Expansion);
        try
        {
            tree.Load(files, paths);
            PackageTree whole = tree;
            tree = null;
            return whole;
        }
        finally
        {
            tree?.Dispose();
        }
    }

    private void Load(DirectoryTree files, List<TreePath> paths)
    {
        Dictionary<string, string> seen = [];
        List<DebPackage> packages = [];
        foreach (TreePath path in paths)
        {
            DebPackage package = Read(files, path);
            string name = $"{package.Control.Name}:{package.Control.Architecture}";
            if (!seen.TryAdd(name, package.File))
            {
                throw ArchiveFailure.Of(package.File, $"the same package as {seen[name]}", "keep one of them");
            }

            packages.Add(package);
        }

        Packages = packages;
        Merge(static (path, node) => path.Parent.IsRoot && node.Entry.Type == TreeEntryType.Link);
        Merge(static (path, node) => !path.Parent.IsRoot || node.Entry.Type != TreeEntryType.Link || path.IsRoot);
    }

    private DebPackage Read(DirectoryTree files, TreePath path)
    {
        using ITreeFile file = files.Open(path);
        return DebPackage.Read(Encoding.UTF8.GetString(path.Name), file, Store);
    }

    private void Merge(Func<TreePath, ArchiveNode, bool> isWanted)
    {
        foreach (DebPackage package in Packages)
        {
            foreach ((TreePath path, ArchiveNode node) in package.Nodes.OrderBy(static pair => pair.Key))
            {
                if (isWanted(path, node))
                {
                    Place(package, path, node);
                }
            }
        }
    }

    private void Place(DebPackage package, TreePath path, in ArchiveNode node)
    {
        TreePath place = path.IsRoot ? path : Enter(package, path.Parent, node.Entry).Child(path.Name);
        bool isDirectory = node.Entry.Type == TreeEntryType.Directory;
        if (!TryGetNode(place, out ArchiveNode there) || (isDirectory && IsImplied(place)))
        {
            Put(place, node);
            _owners[place] = package;
        }
        else if (isDirectory && there.Entry.Type == TreeEntryType.Link)
        {
            Enter(package, place, node.Entry);
        }
        else if (there.Entry.Type == TreeEntryType.Directory && node.Entry.Type is TreeEntryType.Directory or TreeEntryType.Link)
        {
            // dpkg keeps a directory where a package has a link, and the first package's mode of one that two have.
        }
        else if (!AreEqual(there, node))
        {
            Settle(package, place, node, there);
        }
    }

    private void Settle(DebPackage package, TreePath place, in ArchiveNode node, in ArchiveNode there)
    {
        DebPackage owner = _owners[place];
        bool isKind = there.Entry.Type != TreeEntryType.Directory && node.Entry.Type != TreeEntryType.Directory;
        if (isKind && package.Control.Replaces.Contains(owner.Control.Name))
        {
            Put(place, node);
            _owners[place] = package;
        }
        else if (!isKind || !owner.Control.Replaces.Contains(package.Control.Name))
        {
            throw ArchiveFailure.Member(
                Name, place.Bytes, $"is in {owner.File} and, not the same, in {package.File}", "leave one of them out");
        }
    }

    // The real place of a directory, links followed as dpkg does; what is missing on the way is made.
    private TreePath Enter(DebPackage package, TreePath directory, in TreeEntry modified)
    {
        Stack<byte[]> rest = new();
        TreePath.PushNames(rest, directory.Bytes);
        TreePath at = TreePath.Root;
        for (int links = 0; rest.TryPop(out byte[]? name);)
        {
            TreePath next = name is [(byte)'.', (byte)'.'] ? at.Parent : at.Child(name);
            if (!TryGetNode(next, out ArchiveNode node))
            {
                Imply(next, modified);
                _owners[next] = package;
            }
            else if (node.Entry.Type == TreeEntryType.Link && ++links <= MaxLinks)
            {
                TreePath.PushNames(rest, node.LinkText);
                at = node.LinkText is [(byte)'/', ..] ? TreePath.Root : at;
                continue;
            }
            else if (node.Entry.Type != TreeEntryType.Directory)
            {
                throw ArchiveFailure.Member(
                    package.File, directory.Bytes, $"is a directory, and {next} is none in {_owners[next].File}", "leave one out");
            }

            at = next;
        }

        return at;
    }

    private bool AreEqual(in ArchiveNode a, in ArchiveNode b)
    {
        const int BufferBytes = 64 * 1024;
        if (a.Entry.Type != b.Entry.Type || a.Entry.Permissions != b.Entry.Permissions || a.Entry.SizeBytes != b.Entry.SizeBytes
            || a.Entry.Owner != b.Entry.Owner || a.Entry.Group != b.Entry.Group || !a.LinkText.AsSpan().SequenceEqual(b.LinkText))
        {
            return false;
        }

        if (a.Entry.Type != TreeEntryType.File)
        {
            return true;
        }

        using ITreeFile first = Open(a), second = Open(b);
        byte[] left = new byte[BufferBytes], right = new byte[BufferBytes];
        for (long at = 0; at < a.Entry.SizeBytes; at += BufferBytes)
        {
            int count = first.ReadAt(left, at);
            if (second.ReadAt(right, at) != count || !left.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count)))
            {
                return false;
            }
        }

        return true;
    }
}
