using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Packer.Tests.Harness;

/// <summary>Packs all of a tree.</summary>
internal static class WholeTree
{
    public static IEnumerable<PackItem> Items(ITree tree) => Items(tree, TreePath.Root).OrderBy(item => item.Path);

    /// <summary>Writes a tree, and completes the output.</summary>
    public static void Pack(ITree tree, IPackOutput output)
    {
        using (output)
        {
            foreach (PackItem item in Items(tree))
            {
                output.Write(item);
            }

            output.Complete();
        }
    }

    public static void Pack(ITree tree, string path, ExistingOutput existing = ExistingOutput.Refuse) =>
        Pack(tree, PackOutputs.Create(path, OutputFormat.ByName, existing));

    private static IEnumerable<PackItem> Items(ITree tree, TreePath path)
    {
        Assert(tree.TryGet(path, out TreeEntry entry));
        yield return new PackItem(path, entry, null, (tree, path), []);
        if (entry.Type == TreeEntryType.Directory)
        {
            foreach (byte[] name in tree.List(path))
            {
                foreach (PackItem item in Items(tree, path.Child(name)))
                {
                    yield return item;
                }
            }
        }
    }

    private static void Assert(bool isThere) => Xunit.Assert.True(isThere);
}
