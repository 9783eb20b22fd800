using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>What every output asks of an item.</summary>
internal static class PackItems
{
    /// <summary>The text of a symbolic link, from the item or from its tree.</summary>
    public static byte[] LinkText(PackItem item) =>
        item.Content ?? (item.Source is { } source ? source.Tree.ReadLink(source.Path) : []);

    /// <summary>What is said of a kind that no output holds: devices and sockets.</summary>
    public static PtracerException Refused(string output, PackItem item)
    {
        string kind = item.Entry.Type == TreeEntryType.Socket ? "a socket" : "a device";
        return new PtracerException($"{output}: {item.Path}: {kind} cannot be packed; leave it out");
    }
}
