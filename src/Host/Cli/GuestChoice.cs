using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary>Which guest a command means that need not say.</summary>
internal static class GuestChoice
{
    /// <summary>The guest of a name, or the only one there is.</summary>
    /// <param name="name">The name, or null.</param>
    /// <param name="option">The option that names one, for the message.</param>
    /// <exception cref="ControlException">There is no such guest, or it is not clear which.</exception>
    public static StoredGuest Of(string? name, string option)
    {
        GuestStore guests = new(PtracerHome.Find(new HostView()), new RootfsSources());
        if (name is not null)
        {
            return guests.Open(name);
        }

        IReadOnlyList<GuestInfo> all = guests.List();
        return all switch
        {
            [{ } only] => guests.Open(only.Name),
            [] => throw new ControlException(ControlError.NotFound, "no guests; make one: ptracer guest create NAME --rootfs DIR"),
            _ => throw new ControlException(
                ControlError.Invalid,
                $"which guest? give {option} NAME, one of: {string.Join(' ', all.Select(guest => guest.Name))}"),
        };
    }
}
