namespace Ptracer.Packer.Packing;

/// <summary>What a pack says of itself: the licences of what is in it, and why each of its files is there.</summary>
internal static class PackNotes
{
    /// <summary>Adds them; nothing may be added behind.</summary>
    public static void Add(PackList list)
    {
        Licences.Add(list);
        Manifest.Add(list);
    }
}
