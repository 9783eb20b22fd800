using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>A guest that is being made, out of sight, under its name; disposed before it is published, it leaves nothing.</summary>
internal sealed class GuestClaim : IDisposable
{
    private readonly StorageDirectory _guests;
    private readonly StorageLock _held;
    private readonly string _name;
    private readonly string _hidden;
    private bool _isPublished;

    /// <summary>Takes over what it is given.</summary>
    /// <param name="guests">The directory of all guests, open.</param>
    /// <param name="directory">The hidden one, open.</param>
    /// <param name="held">Its lock.</param>
    /// <param name="name">The name it will have.</param>
    /// <param name="hidden">The name it has.</param>
    public GuestClaim(StorageDirectory guests, StorageDirectory directory, StorageLock held, string name, string hidden) =>
        (_guests, Directory, _held, _name, _hidden) = (guests, directory, held, name, hidden);

    /// <summary>The directory that is filled.</summary>
    public StorageDirectory Directory { get; }

    /// <summary>Where a rootfs of its own goes; not there yet.</summary>
    public string RootfsPath => Directory.PathOf(StoredGuest.OwnRootfs);

    /// <summary>Writes what it is, and puts it into the list.</summary>
    public StoredGuest Publish(GuestDocument document)
    {
        Directory.Write(GuestDocument.FileName, document.ToBytes());
        if (document.Rootfs is null)
        {
            Directory.SyncFileSystem();
        }

        _isPublished = GuestFolder.Alone(_guests, () => _guests.TryRename(_hidden, _name));
        return _isPublished
            ? new StoredGuest(_name, _guests.PathOf(_name), document)
            : throw new ControlException(ControlError.Conflict, $"guest {_name}: came into being meanwhile; give another name");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isPublished)
        {
            GuestFolder.Delete(_guests, _hidden);
        }

        _held.Dispose();
        Directory.Dispose();
        _guests.Dispose();
    }
}
