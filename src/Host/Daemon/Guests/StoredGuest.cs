using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>A guest as it is kept.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its directory's absolute host path.</param>
/// <param name="Document">Its guest.json.</param>
internal sealed record StoredGuest(string Name, string Path, GuestDocument Document)
{
    /// <summary>The directory of a rootfs that the guest owns.</summary>
    public const string OwnRootfs = "rootfs";

    /// <summary>Whether the rootfs goes with the guest.</summary>
    public bool OwnsRootfs => Document.Rootfs is null;

    /// <summary>The absolute host path of its root directory.</summary>
    public string RootfsPath => Document.Rootfs ?? Path + "/" + OwnRootfs;

    /// <summary>Where what its services said is kept; it may have to be made.</summary>
    public string JournalPath => Path + "/journal";

    /// <summary>Where the states of its services are kept; it may have to be made.</summary>
    public string StatePath => Path + "/state";

    /// <summary>Its settings.</summary>
    public GuestSettings Settings => Document.Settings;

    /// <summary>As clients see it; what only a daemon knows is left at stopped and none.</summary>
    public GuestInfo ToInfo() => new(
        Name, RootfsPath, OwnsRootfs, Settings, false, OsRelease.PrettyName(RootfsPath), Document.Created, new UnitCounts(0, 0, 0));
}
