using Ptracer.Host.Cli;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// What the value of an option that names a rootfs means: a path; an image that was pulled (<c>docker://</c>); or, where it has
/// no slash and nothing here has that name, a guest.
/// </summary>
/// <param name="host">This place.</param>
/// <param name="open">Opens the guests; asked only where a value can be one.</param>
internal sealed class GuestPlace(IHostView host, Func<GuestStore> open)
{
    /// <summary>In the process's own place.</summary>
    public static GuestPlace Here(IHostView host) => new(host, () => new GuestStore(PtracerHome.Find(host), new RootfsSources()));

    /// <summary>The guest that a value names; null: it is a path.</summary>
    /// <exception cref="PtracerException">It can only be a guest, and there is none of that name.</exception>
    public StoredGuest? Find(string option, string value)
    {
        if (value.Contains('/', StringComparison.Ordinal) || host.Exists(host.Absolute(value)) || !GuestName.IsValid(value))
        {
            return null;
        }

        GuestStore guests = open();
        return guests.Has(value)
            ? guests.Open(value)
            : throw new PtracerException(
                $"{option} {value}: no directory of that name here, and no guest; check the path, or see: ptracer guest list");
    }

    /// <summary>The image that a value names; null: it names none.</summary>
    /// <exception cref="PtracerException">It was not pulled.</exception>
    public StoredImage? FindImage(string value) =>
        value.StartsWith(ImageStore.Scheme, StringComparison.Ordinal) ? ImageStore.Here(host).Find(value) : null;

    /// <summary>Keeps a guest as it is while something runs in it.</summary>
    public GuestHold Use(StoredGuest guest) => open().Use(guest.Name);

    /// <summary>The host path that a value means.</summary>
    /// <exception cref="PtracerException">As for <see cref="Find"/>.</exception>
    public string Rootfs(string option, string value) =>
        FindImage(value)?.RootfsPath ?? Find(option, value)?.RootfsPath ?? host.Absolute(value);
}
