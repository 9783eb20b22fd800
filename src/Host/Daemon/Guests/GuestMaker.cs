using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>Makes guests: of a rootfs in its place, or of an archive, an image or an upload.</summary>
internal sealed class GuestMaker(GuestStore store, IRootfsSources sources)
{
    /// <inheritdoc cref="IGuestControl.Create"/>
    public Task<GuestInfo> Create(GuestCreation creation, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        if (creation.Rootfs is { } rootfs)
        {
            return creation.From is null
                ? Task.FromResult(CreateInPlace(creation.Name, rootfs, creation.Settings))
                : throw new ControlException(ControlError.Invalid, $"guest {creation.Name}: both a rootfs and a source; give one of them");
        }

        return creation.From is { } from
            ? Make(creation.Name, () => sources.Open(from), creation.Settings, progress, cancel)
            : throw new ControlException(ControlError.Invalid, $"guest {creation.Name}: of what? give a rootfs or a source");
    }

    /// <inheritdoc cref="IGuestControl.Upload"/>
    public Task<GuestInfo> Upload(
        string name, Stream archive, GuestSettings settings, IProgress<CreationProgress> progress, CancellationToken cancel) =>
        Make(name, () => sources.Open(archive), settings, progress, cancel);

    private GuestInfo CreateInPlace(string name, string rootfs, GuestSettings settings)
    {
        GuestName.Checked(name);
        GuestSettings good = GuestSettingsCheck.Checked(settings);
        if (!rootfs.StartsWith('/'))
        {
            throw new ControlException(ControlError.Invalid, $"rootfs {rootfs}: not an absolute path");
        }

        store.Sweep();
        return StoreFailure.Guarded(() =>
        {
            using (StorageDirectory? there = StorageDirectory.TryOpen(rootfs))
            {
                _ = there ?? throw new ControlException(ControlError.Invalid, $"rootfs {rootfs}: no such directory; check the path");
            }

            using GuestClaim claim = store.Folder.Claim(name);
            return claim.Publish(NewDocument(good, rootfs)).ToInfo();
        });
    }

    private Task<GuestInfo> Make(
        string name, Func<IRootfsSource> open, GuestSettings settings, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        GuestName.Checked(name);
        GuestSettings good = GuestSettingsCheck.Checked(settings);
        store.Sweep();
        return Task.Run(
            () => StoreFailure.Guarded(() =>
            {
                IRootfsSource source = open();
                using GuestClaim claim = store.Folder.Claim(name);
                ImageDefaults? image = source.Unpack(claim.RootfsPath, progress, cancel).GetAwaiter().GetResult();
                cancel.ThrowIfCancellationRequested();
                GuestDocument document = NewDocument(image?.Beneath(good) ?? good, null);
                document.Image = image;
                return claim.Publish(document).ToInfo();
            }),
            cancel);
    }

    private static GuestDocument NewDocument(GuestSettings settings, string? rootfs) => new()
    {
        Version = GuestDocument.CurrentVersion,
        Created = DateTimeOffset.UtcNow,
        Rootfs = rootfs,
        Settings = settings,
    };
}
