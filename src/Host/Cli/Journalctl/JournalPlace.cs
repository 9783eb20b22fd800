using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli.Journalctl;

/// <summary>Where journals are.</summary>
internal static class JournalPlace
{
    /// <summary>The directory of a guest's journal.</summary>
    /// <param name="guest">The guest's name; null: the guest that this process is in, or the only one.</param>
    /// <exception cref="JournalctlFailure">There is no such guest, or it is not clear which.</exception>
    public static string Of(string? guest)
    {
        if (guest is null && Directory.Exists(GuestTools.JournalPath))
        {
            return GuestTools.JournalPath;
        }

        try
        {
            return GuestChoice.Of(guest, "-M").JournalPath;
        }
        catch (Exception wrong) when (wrong is ControlException or PtracerException)
        {
            throw new JournalctlFailure(wrong.Message);
        }
    }
}
