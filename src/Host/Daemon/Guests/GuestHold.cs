using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// A guest that is held: while it is, nobody renames or removes it. The kernel gives it up when this process dies; the
/// programs of the guest do not inherit it.
/// </summary>
internal sealed class GuestHold(StorageDirectory directory, StorageLock held) : IDisposable
{
    /// <summary>The guest's directory.</summary>
    public StorageDirectory Directory { get; } = directory;

    /// <inheritdoc/>
    public void Dispose()
    {
        held.Dispose();
        Directory.Dispose();
    }
}
