using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>What a directory becomes when all is unpacked: until then its owner must be able to write it.</summary>
/// <param name="Entry">Mode, owner, time.</param>
/// <param name="Attributes">Extended attributes.</param>
internal sealed record DirectoryRecord(TreeEntry Entry, IReadOnlyList<(byte[] Name, byte[] Value)> Attributes);

/// <summary>
/// What is known of a rootfs that is being made, by the path of each entry, no link on its way: directories as they become,
/// owners, and which entries came from the layer that is being applied.
/// </summary>
internal sealed class RootfsEntries
{
    private HashSet<TreePath>? _ofThisLayer;

    /// <summary>Every directory.</summary>
    public PathMap<DirectoryRecord> Directories { get; } = new();

    /// <summary>What no file system of an ordinary user holds.</summary>
    public PathMap<OwnerRecord> Owners { get; } = new();

    /// <summary>Whether nothing lies below the layer that is being applied.</summary>
    public bool IsFirstLayer => _ofThisLayer is null;

    /// <summary>Begins a layer. For the first nothing is kept: all there is is of it.</summary>
    public void BeginLayer(bool isFirst) => _ofThisLayer = isFirst ? null : [];

    /// <summary>Notes that this layer made an entry, and so whatever holds it.</summary>
    public void Touch(TreePath path)
    {
        while (_ofThisLayer is { } entries && entries.Add(path) && !path.IsRoot)
        {
            path = path.Parent;
        }
    }

    /// <summary>Whether this layer made an entry, or something in it.</summary>
    public bool IsOfThisLayer(TreePath path) => _ofThisLayer?.Contains(path) ?? true;

    /// <summary>An entry is gone, with all that it held.</summary>
    public void Forget(TreePath path)
    {
        Directories.Remove(path);
        Owners.Remove(path);
    }
}
