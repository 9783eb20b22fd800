namespace Ptracer.Packer.Packing;

/// <summary>
/// What a pack is written to. It is made beside its place, and takes it when it is complete: whatever goes wrong before
/// leaves nothing.
/// </summary>
internal interface IPackOutput : IDisposable
{
    /// <summary>Writes the next entry; they come sorted by path, directories before what they hold.</summary>
    /// <exception cref="PtracerException">It cannot be written.</exception>
    void Write(PackItem item);

    /// <summary>All entries are written: the output takes its place.</summary>
    void Complete();
}
