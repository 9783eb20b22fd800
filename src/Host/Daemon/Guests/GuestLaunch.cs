using System.Text;
using Ptracer.Host.Cli;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>Makes sessions of guests: their settings as session options.</summary>
internal static class GuestLaunch
{
    // What a program expects of any machine; a binding of the guest's settings at the same place covers it.
    private static readonly Binding[] s_usual =
    [
        new("/proc", "/proc"), new("/dev", "/dev"), new("/sys", "/sys"),
        new("/etc/resolv.conf", "/etc/resolv.conf", BindingAccess.ReadOnly),
    ];

    /// <summary>What each guest is shown of the host, where the host has it.</summary>
    public static string UsualBindings => "/proc /dev /sys, and /etc/resolv.conf read-only";

    /// <summary>The bindings of <see cref="UsualBindings"/> that can be made.</summary>
    public static IReadOnlyList<Binding> Usual(IHostView host) => [.. s_usual.Where(binding => host.Exists(binding.HostPath))];

    /// <summary>
    /// A session as the guest's settings have it, in <c>/</c>, still without a command. The environment is this process's,
    /// with the guest's own variables.
    /// </summary>
    public static SessionOptions Session(StoredGuest guest, IHostView host) => new()
    {
        RootfsPath = guest.RootfsPath,
        Bindings =
        [
            .. Usual(host),
            .. GuestTools.Bindings(guest),
            .. GuestSettingsCheck.Bindings(guest.Settings),
        ],
        WorkingDirectory = "/",
        Identity = GuestSettingsCheck.Identity(guest.Settings),
        KernelRelease = guest.Settings.KernelRelease,
        Environment = WithOwn(GuestEnvironment.OfProcess(), guest).ToList(),
        Limits = GuestSettingsCheck.Limits(guest.Settings),
        Ports = GuestSettingsCheck.Ports(guest.Settings),
        LoaderPath = host.Variable("PTRACER_LOADER"),
    };

    /// <summary>A session as a user of the guest who has logged in, still without a command.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="user">Who; see <see cref="UserOf"/>.</param>
    /// <param name="variables">Further variables, <c>NAME=value</c>.</param>
    /// <param name="host">This place.</param>
    public static SessionOptions Login(StoredGuest guest, GuestUser user, IReadOnlyList<string> variables, IHostView host)
    {
        GuestEnvironment environment = WithOwn(GuestEnvironment.OfLogin(guest.RootfsPath, user, host), guest);
        foreach (string variable in variables)
        {
            environment.Set(Encoding.UTF8.GetBytes(variable));
        }

        return Session(guest, host) with { Identity = user.Identity, Environment = environment.ToList() };
    }

    /// <summary>The user by that name; with null, the one that the guest believes to be.</summary>
    public static GuestUser UserOf(StoredGuest guest, string? name)
    {
        GuestUsers users = new(guest.Name, guest.RootfsPath);
        return name is null ? users.Of(GuestSettingsCheck.Identity(guest.Settings)) : users.Find(name);
    }

    /// <summary>The session of a login shell: its own name led by a dash.</summary>
    public static SessionOptions WithShell(SessionOptions session, GuestUser user)
    {
        string name = user.Shell[(user.Shell.LastIndexOf('/') + 1)..];
        return session with
        {
            Program = Encoding.UTF8.GetBytes(user.Shell),
            Command = [Encoding.UTF8.GetBytes("-" + name)],
        };
    }

    /// <summary>Whether a user's home is a directory of the guest.</summary>
    public static bool HasHome(SessionOptions session, GuestUser user) =>
        user.Home.StartsWith('/') &&
        (session.Bindings.Any(binding => (user.Home + "/").StartsWith(binding.GuestPath.TrimEnd('/') + "/", StringComparison.Ordinal)) ||
            GuestText.HasDirectory(session.RootfsPath, user.Home));

    private static GuestEnvironment WithOwn(GuestEnvironment environment, StoredGuest guest)
    {
        foreach (KeyValuePair<string, string> variable in GuestSettingsCheck.Environment(guest.Settings))
        {
            environment.Set(variable.Key, variable.Value);
        }

        return environment;
    }
}
