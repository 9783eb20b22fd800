namespace Ptracer.Host.Daemon.Control;

/// <summary>The guests and their settings.</summary>
internal interface IGuestControl
{
    /// <summary>All guests, by name.</summary>
    IReadOnlyList<GuestInfo> List();

    /// <summary>One guest.</summary>
    GuestInfo Get(string name);

    /// <summary>Makes a guest of a rootfs directory, an archive, an OCI layout, a pack or an image of a registry.</summary>
    /// <param name="creation">Name, source and settings.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancel">Ends it; nothing half-made is left.</param>
    Task<GuestInfo> Create(GuestCreation creation, IProgress<CreationProgress> progress, CancellationToken cancel);

    /// <summary>Makes a guest of an archive that arrives as a stream (tar, gz, zst or xz, known by its first bytes).</summary>
    Task<GuestInfo> Upload(
        string name, Stream archive, GuestSettings settings, IProgress<CreationProgress> progress, CancellationToken cancel);

    /// <summary>Replaces a guest's settings; running services keep theirs until they are restarted.</summary>
    GuestInfo Set(string name, GuestSettings settings);

    /// <summary>Copies a guest, its rootfs included, under another name.</summary>
    Task<GuestInfo> Clone(string name, string copy, CancellationToken cancel);

    /// <summary>Gives a stopped guest another name.</summary>
    GuestInfo Rename(string name, string newName);

    /// <summary>Removes a stopped guest; its rootfs too when it lies in the guest's own directory.</summary>
    Task Remove(string name, CancellationToken cancel);

    /// <summary>Boots a guest: starts what its default target wants.</summary>
    Task Start(string name, CancellationToken cancel);

    /// <summary>Stops every unit of a guest, in order.</summary>
    Task Stop(string name, CancellationToken cancel);
}

/// <summary>A guest as clients see it.</summary>
/// <param name="Name">Its name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>; at most 64.</param>
/// <param name="Rootfs">The absolute host path of its root directory.</param>
/// <param name="OwnsRootfs">Whether the rootfs lies in the guest's own directory and goes with it.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Running">Whether it is booted.</param>
/// <param name="OsName">PRETTY_NAME of its os-release, or an empty text.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Units">How many of its units are in which active state.</param>
internal sealed record GuestInfo(
    string Name,
    string Rootfs,
    bool OwnsRootfs,
    GuestSettings Settings,
    bool Running,
    string OsName,
    DateTimeOffset Created,
    UnitCounts Units);

/// <summary>Counts of a guest's loaded units by active state.</summary>
internal sealed record UnitCounts(int Active, int Failed, int Inactive);

/// <summary>What can be set of a guest.</summary>
internal sealed record GuestSettings
{
    /// <summary>Bindings as <c>ptracer run -b</c> takes them: <c>host[:guest][!][:ro]</c>.</summary>
    public IReadOnlyList<string> Bindings { get; init; } = [];

    /// <summary><c>uid:gid</c> that the guest believes to have.</summary>
    public string Identity { get; init; } = "0:0";

    /// <summary><c>NAME=value</c>, added to the environment of everything that is started in the guest.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Resource limits by systemd's names without the prefix (<c>NOFILE</c>), as <c>soft[:hard]</c>.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>();

    /// <summary>Ports moved: <c>guest-port:host-port</c>, both 1 to 65535.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>The kernel release that uname tells; null: the real one.</summary>
    public string? KernelRelease { get; init; }

    /// <summary>Whether the daemon boots the guest when it starts.</summary>
    public bool Autostart { get; init; } = true;
}

/// <summary>What a guest is made of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rootfs">A rootfs directory used in place, or null.</param>
/// <param name="From">An archive, OCI layout, pack or <c>docker://</c> reference that is copied, or null.</param>
/// <param name="Settings">Its settings.</param>
internal sealed record GuestCreation(string Name, string? Rootfs, string? From, GuestSettings Settings);

/// <summary>How far the making of a guest is.</summary>
/// <param name="Step">What is being done, for a person: "layer 2 of 5".</param>
/// <param name="DoneBytes">Bytes done of the step.</param>
/// <param name="TotalBytes">Bytes of the step; null when unknown.</param>
internal sealed record CreationProgress(string Step, long DoneBytes, long? TotalBytes);
