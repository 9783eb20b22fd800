using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// The guests on disk; any number of processes may use it at once. What a method has done survives a kill at any moment
/// after it, and a kill within it leaves nothing half-made in the list. Who is running it does not know: a daemon adds that.
/// </summary>
internal sealed class GuestStore
{
    private readonly GuestFolder _folder;
    private bool _isSwept;

    /// <param name="home">Where state lives.</param>
    /// <param name="sources">Knows what a rootfs can be made from.</param>
    public GuestStore(PtracerHome home, IRootfsSources sources) =>
        (_folder, Creation) = (new GuestFolder(home.GuestsPath), new GuestMaker(this, sources));

    /// <summary>Where they are.</summary>
    internal GuestFolder Folder => _folder;

    /// <summary>Makes guests.</summary>
    public GuestMaker Creation { get; }

    /// <summary>All guests that can be read, by name.</summary>
    public IReadOnlyList<GuestInfo> List() => Read().Guests;

    /// <summary>The names of all guests that can be read.</summary>
    /// <param name="report">Hears a line for each that cannot.</param>
    public IReadOnlyList<string> Names(Action<string> report)
    {
        GuestListing guests = Read();
        foreach (string problem in guests.Problems)
        {
            report(problem);
        }

        return [.. guests.Guests.Select(guest => guest.Name)];
    }

    /// <summary>All guests, by name, and a line for each that cannot be read.</summary>
    public GuestListing Read()
    {
        List<GuestInfo> guests = [];
        List<string> problems = [];
        using StorageDirectory? folder = StoreFailure.Guarded(_folder.TryOpen);
        foreach (string name in folder?.Names().Where(GuestName.IsValid) ?? [])
        {
            try
            {
                if (TryRead(folder!, name) is { } guest)
                {
                    guests.Add(guest.ToInfo());
                }
            }
            catch (Exception wrong) when (wrong is ControlException or PtracerException)
            {
                problems.Add(wrong.Message);
            }
        }

        return new GuestListing(guests, problems);
    }

    /// <summary>One guest, as clients see it.</summary>
    public GuestInfo Get(string name) => Open(name).ToInfo();

    /// <summary>One guest, as it is kept.</summary>
    /// <exception cref="ControlException">There is none of that name, or its guest.json is malformed.</exception>
    public StoredGuest Open(string name)
    {
        GuestName.Checked(name);
        return StoreFailure.Guarded(() =>
        {
            using StorageDirectory? folder = _folder.TryOpen();
            return folder is null ? null : TryRead(folder, name);
        }) ?? throw GuestFolder.Missing(name);
    }

    /// <summary>Whether there is a guest of that name, readable or not.</summary>
    public bool Has(string name)
    {
        using StorageDirectory? folder = StoreFailure.Guarded(_folder.TryOpen);
        return GuestName.IsValid(name) && folder is not null && folder.Has(name);
    }

    /// <summary>Keeps a guest from being renamed or removed: for what runs in it.</summary>
    public GuestHold Use(string name) => StoreFailure.Guarded(() => _folder.Hold(name, LockSharing.Shared));

    /// <summary>Kills what uses a guest: sessions, and services of a daemon.</summary>
    /// <param name="name">The guest.</param>
    /// <param name="limitMs">How long to wait for their end, milliseconds.</param>
    public void EndSessions(string name, int limitMs) => StoreFailure.Guarded(() =>
    {
        _folder.EndUse(name, limitMs);
        return true;
    });

    /// <summary>Removes what killed processes have left; every change does so first, once.</summary>
    public void Sweep()
    {
        if (!_isSwept)
        {
            _isSwept = true;
            StoreFailure.Guarded(() =>
            {
                _folder.Sweep();
                return true;
            });
        }
    }

    /// <inheritdoc cref="IGuestControl.Set"/>
    public GuestInfo Set(string name, GuestSettings settings) => Update(name, _ => settings);

    /// <summary>Changes a guest's settings; what others set meanwhile is not lost.</summary>
    /// <param name="name">The guest.</param>
    /// <param name="change">Makes the new settings of the present ones.</param>
    public GuestInfo Update(string name, Func<GuestSettings, GuestSettings> change)
    {
        GuestName.Checked(name);
        Sweep();
        return StoreFailure.Guarded(() =>
        {
            using StorageDirectory guests = _folder.Open();
            return GuestFolder.Alone(guests, () =>
            {
                StoredGuest guest = TryRead(guests, name) ?? throw GuestFolder.Missing(name);
                guest.Document.Settings = GuestSettingsCheck.Checked(change(guest.Settings));
                using StorageDirectory directory = guests.TryOpenChild(name) ?? throw GuestFolder.Missing(name);
                directory.Write(GuestDocument.FileName, guest.Document.ToBytes());
                return guest.ToInfo();
            });
        });
    }

    /// <inheritdoc cref="IGuestControl.Clone"/>
    public Task<GuestInfo> Clone(string name, string copy, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        StoredGuest guest = Open(name);
        GuestName.Checked(copy);
        Sweep();
        return Task.Run(
            () => StoreFailure.Guarded(() =>
            {
                using GuestHold hold = _folder.Hold(name, LockSharing.Shared);
                using GuestClaim claim = _folder.Claim(copy);
                if (guest.OwnsRootfs)
                {
                    TreeCopy.Copy(guest.RootfsPath, claim.RootfsPath, CopyProgress(progress, cancel));
                }

                guest.Document.Created = DateTimeOffset.UtcNow;
                return claim.Publish(guest.Document).ToInfo();
            }),
            cancel);
    }

    /// <inheritdoc cref="IGuestControl.Rename"/>
    public GuestInfo Rename(string name, string newName)
    {
        GuestName.Checked(newName);
        Sweep();
        StoreFailure.Guarded(() =>
        {
            _folder.Rename(name, newName);
            return true;
        });
        return Get(newName);
    }

    /// <inheritdoc cref="IGuestControl.Remove"/>
    public Task Remove(string name, CancellationToken cancel)
    {
        Sweep();
        return Task.Run(
            () => StoreFailure.Guarded(() =>
            {
                _folder.Remove(name);
                return true;
            }),
            cancel);
    }

    /// <summary>Writes a guest's rootfs to a directory, an archive or an OCI image; see <see cref="GuestExport"/>.</summary>
    public void Export(string name, string path, OutputFormat format, ExistingOutput existing, Action<long> progress) => StoreFailure.Guarded(() =>
    {
        StoredGuest guest = Open(name);
        using GuestHold hold = _folder.Hold(name, LockSharing.Shared);
        GuestExport.Write(guest, path, format, existing, progress);
        return true;
    });

    /// <summary>Tells a copy's steps on, and ends it when that is wanted.</summary>
    internal static Action<long> CopyProgress(IProgress<CreationProgress> progress, CancellationToken cancel) => done =>
    {
        cancel.ThrowIfCancellationRequested();
        progress.Report(new CreationProgress("files", done, null));
    };

    private static StoredGuest? TryRead(StorageDirectory guests, string name)
    {
        using StorageDirectory? guest = guests.TryOpenChild(name);
        if (guest is null)
        {
            return null;
        }

        byte[]? content = guest.Read(GuestDocument.FileName, GuestDocument.LimitBytes);
        string path = guest.PathOf(GuestDocument.FileName);
        return content is not null ? new StoredGuest(name, guest.Path, GuestDocument.Parse(content, path))
            : guest.IsAt(guests, name)
                ? throw new ControlException(ControlError.Failed, $"{path}: missing; restore it, or remove the guest (ptracer guest rm)")
            : null;
    }
}

/// <summary>What is in the store.</summary>
/// <param name="Guests">By name.</param>
/// <param name="Problems">A line for each guest that cannot be read.</param>
internal sealed record GuestListing(IReadOnlyList<GuestInfo> Guests, IReadOnlyList<string> Problems);
