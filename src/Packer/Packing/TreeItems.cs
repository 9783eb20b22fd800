using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>A tree whole, as an output takes it: sorted, directories before what they hold.</summary>
internal static class TreeItems
{
    /// <summary>Everything in a tree but sockets and device nodes, which no output holds.</summary>
    /// <param name="tree">What is read.</param>
    /// <param name="change">Makes of an entry what the output shall have; null: as it is.</param>
    /// <exception cref="PtracerException">A directory cannot be read.</exception>
    public static IEnumerable<PackItem> Of(ITree tree, Func<TreeEntry, TreeEntry>? change = null)
    {
        Stack<TreePath> rest = new([TreePath.Root]);
        while (rest.TryPop(out TreePath path))
        {
            if (!tree.TryGet(path, out TreeEntry entry) || IsLeftOut(entry.Type))
            {
                continue;
            }

            TreeEntry shown = change is null ? entry : change(entry);
            bool isLink = entry.Type == TreeEntryType.Link;
            yield return new PackItem(path, shown, isLink ? tree.ReadLink(path) : null, (tree, path), []);
            if (entry.Type == TreeEntryType.Directory)
            {
                (tree as DirectoryTree)?.CheckList(path);
                IReadOnlyList<byte[]> names = tree.List(path);
                for (int i = names.Count - 1; i >= 0; i--)
                {
                    rest.Push(path.Child(names[i]));
                }
            }
        }
    }

    /// <summary>Writes a tree whole.</summary>
    /// <param name="tree">What is read.</param>
    /// <param name="output">Where to; it takes its place at the end.</param>
    /// <param name="change">As for <see cref="Of"/>.</param>
    /// <param name="progress">Told the bytes of content written so far; it may throw, which ends it.</param>
    public static void Write(ITree tree, IPackOutput output, Func<TreeEntry, TreeEntry>? change, Action<long> progress)
    {
        long written = 0;
        foreach (PackItem item in Of(tree, change))
        {
            progress(written);
            output.Write(item);
            written += item.Entry.Type == TreeEntryType.File ? item.Entry.SizeBytes : 0;
        }

        output.Complete();
    }

    private static bool IsLeftOut(TreeEntryType type) =>
        type is TreeEntryType.Socket or TreeEntryType.BlockDevice or TreeEntryType.CharacterDevice;
}
