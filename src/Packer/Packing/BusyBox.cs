using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Gives a pack a shell and its commands out of one static BusyBox: a link for each of its applets where no other program
/// of that name is packed. Which applets it has is read from the table of names in the file; nothing is executed.
/// </summary>
internal static class BusyBox
{
    private const string Reason = "BusyBox";
    private const int LongestName = 32;
    private const int FewestApplets = 20;

    private static readonly string[] s_places = ["/bin/busybox", "/usr/bin/busybox", "/sbin/busybox", "/usr/lib/busybox/busybox"];

    /// <summary>Adds it.</summary>
    /// <returns>Where it is in the tree.</returns>
    /// <exception cref="PtracerException">The tree has none, or it is not one.</exception>
    public static TreePath Add(PackList list)
    {
        foreach (string place in s_places)
        {
            TreeLookup lookup = list.Add(Encoding.UTF8.GetBytes(place), Reason);
            if (lookup.IsFound)
            {
                AddApplets(list, lookup.Path);
                return lookup.Path;
            }
        }

        throw new PtracerException(
            $"busybox: not in {list.Resolver.Tree.Name}; install the package busybox-static there, or leave --busybox out");
    }

    private static void AddApplets(PackList list, TreePath busybox)
    {
        byte[] content = ReadAll(list.Resolver.Tree, busybox);
        List<byte[]> applets = FindApplets(content);
        if (applets.Count < FewestApplets)
        {
            throw new PtracerException($"busybox {busybox}: holds no table of applets; give a static BusyBox");
        }

        foreach (byte[] applet in applets)
        {
            TreePath place = TreePath.Of("/usr/bin").Child(applet);
            if (!IsPacked(list, applet))
            {
                list.Make(place, TreeEntryType.Link, 0x1ff, Target(busybox), $"{Reason} applet");
            }
        }
    }

    private static bool IsPacked(PackList list, byte[] name)
    {
        foreach (string directory in (string[])["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
        {
            if (list.Contains(TreePath.Of(directory).Child(name)))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Target(TreePath busybox) =>
        busybox.Parent.Equals(TreePath.Of("/usr/bin")) ? busybox.Name.ToArray() : busybox.Bytes.ToArray();

    /// <summary>applet_names of include/applet_tables.h: sorted names, each with its NUL, an empty one behind.</summary>
    private static List<byte[]> FindApplets(ReadOnlySpan<byte> content)
    {
        List<byte[]> names = [];
        int start = content.IndexOf("\0[\0[[\0"u8);
        ReadOnlySpan<byte> rest = start < 0 ? default : content[(start + 1)..];
        for (int end; (end = rest.IndexOf((byte)0)) > 0 && end <= LongestName; rest = rest[(end + 1)..])
        {
            names.Add(rest[..end].ToArray());
        }

        return names;
    }

    private static byte[] ReadAll(ITree tree, TreePath path)
    {
        const int Largest = 16 * 1024 * 1024;
        using ITreeFile file = tree.Open(path);
        byte[] content = new byte[(int)Math.Min(file.SizeBytes, Largest)];
        return content[..file.ReadAt(content, 0)];
    }
}
