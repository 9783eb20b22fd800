using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>Writes a guest's rootfs to a directory, an archive or an OCI image.</summary>
internal static class GuestExport
{
    /// <summary>Writes it, complete or not at all.</summary>
    /// <param name="guest">The guest; it is held meanwhile.</param>
    /// <param name="path">Where to.</param>
    /// <param name="format">As what.</param>
    /// <param name="existing">What happens to something that is there.</param>
    /// <param name="progress">Told the bytes written so far; it may throw, which ends it.</param>
    /// <exception cref="PtracerException">Something cannot be read or written.</exception>
    public static void Write(StoredGuest guest, string path, OutputFormat format, ExistingOutput existing, Action<long> progress)
    {
        using DirectoryTree tree = new(guest.RootfsPath);
        using IPackOutput output = PackOutputs.Create(path, format, existing, Settings(guest));
        if (!tree.TryGet(TreePath.Root, out TreeEntry root))
        {
            throw new PtracerException($"{guest.RootfsPath}: its root cannot be looked at; check the file system");
        }

        GuestIdentity identity = GuestSettingsCheck.Identity(guest.Settings);
        TreeItems.Write(tree, output, entry => AsGuestSees(entry, root, identity), progress);
    }

    private static ImageSettings Settings(StoredGuest guest) => guest.Document.Image is not { } image ? new() : new()
    {
        Entrypoint = image.Entrypoint ?? [],
        Command = image.Command ?? [],
        Environment = guest.Settings.Environment,
        WorkingDirectory = image.WorkingDirectory ?? "",
        User = image.User ?? "",
    };

    // What belongs to whoever owns the rootfs belongs to the guest's own user, as the guest sees it.
    private static TreeEntry AsGuestSees(in TreeEntry entry, in TreeEntry root, GuestIdentity identity) => entry with
    {
        Owner = entry.Owner == root.Owner ? identity.UserId : entry.Owner,
        Group = entry.Group == root.Group ? identity.GroupId : entry.Group,
    };
}
