using Ptracer.Host.Daemon.Supervisor;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// What a booted guest is shown of us: this program as systemctl and journalctl, the daemon's socket for that guest, and
/// its journal. So package scripts and people find the tools of a machine that systemd runs.
/// </summary>
internal static class GuestTools
{
    /// <summary>Where a guest finds the daemon.</summary>
    public const string ControlPath = "/run/ptracer/control";

    /// <summary>Where a guest finds its journal.</summary>
    public const string JournalPath = "/run/ptracer/journal";

    // invoke-rc.d runs nothing where there is none (deb-systemd-invoke does).
    private const string InitPath = "/sbin/init";

    private static readonly string[] s_shown =
        ["/bin/systemctl", "/usr/bin/systemctl", "/bin/journalctl", "/usr/bin/journalctl", InitPath, "/usr/sbin/init"];

    /// <summary>Where the daemon listens for a guest.</summary>
    public static string SocketOf(StoredGuest guest) => guest.StatePath + "/control";

    /// <summary>
    /// Writes what dpkg has to know: it leaves those files of systemd's own packages out that we show in their place, since it
    /// can neither link nor replace what is bound.
    /// </summary>
    public static void WritePackageRules(StoredGuest guest) => WholeFile.Write(
        PackageRulesOf(guest),
        System.Text.Encoding.ASCII.GetBytes(string.Concat(s_shown.Select(path => $"path-exclude={path}\n"))));

    private static string PackageRulesOf(StoredGuest guest) => guest.StatePath + "/dpkg.cfg";

    /// <summary>The bindings; none while the guest is not booted.</summary>
    public static IEnumerable<Binding> Bindings(StoredGuest guest)
    {
        if (!new GuestBoot(guest.StatePath).IsRunning)
        {
            yield break;
        }

        string socket = SocketOf(guest);
        if (File.Exists(socket))
        {
            yield return new Binding(socket, ControlPath);
        }

        if (Directory.Exists(guest.JournalPath))
        {
            yield return new Binding(guest.JournalPath, JournalPath, BindingAccess.ReadOnly);
        }

        if (File.Exists(PackageRulesOf(guest)) && Directory.Exists(guest.RootfsPath + "/etc/dpkg"))
        {
            yield return new Binding(PackageRulesOf(guest), "/etc/dpkg/dpkg.cfg.d/ptracer", BindingAccess.ReadOnly);
        }

        if (Environment.ProcessPath is { } program && File.Exists(program))
        {
            yield return new Binding(program, "/usr/bin/systemctl", BindingAccess.ReadOnly);
            yield return new Binding(program, "/usr/bin/journalctl", BindingAccess.ReadOnly);
            if (!File.Exists(new GuestFiles(guest.RootfsPath).HostPath(InitPath)))
            {
                yield return new Binding(program, InitPath, BindingAccess.ReadOnly);
            }
        }
    }
}
