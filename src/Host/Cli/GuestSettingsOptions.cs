using System.CommandLine;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary>The options that say what a guest's settings are, or how they change.</summary>
internal sealed class GuestSettingsOptions
{
    private const string RealRelease = "-";

    /// <summary>Bindings.</summary>
    public Option<string[]> Bind { get; } = Valued(
        "--bind",
        "host[:guest][!][:ro]",
        "Shows a host file or directory in the guest, as for run. It replaces a binding at the same guest path. May be repeated.",
        "-b");

    /// <summary>The identity.</summary>
    public Option<string[]> Identity { get; } = Valued(
        "--id", "uid:gid", "The ids that the guest believes to have; 0:0, root, where nothing else is said.", "-i");

    /// <summary>The environment.</summary>
    public Option<string[]> Environment { get; } = Valued(
        "--env", "name=value", "A variable of everything that is started in the guest. May be repeated.", "-e");

    /// <summary>Ports.</summary>
    public Option<string[]> Port { get; } = Valued(
        "--port", "guest:host", "A port that the guest uses and that is another one on the host, such as 80:8080. May be repeated.", "-p");

    /// <summary>Limits.</summary>
    public Option<string[]> Limit { get; } = Valued(
        "--limit",
        "name=soft[:hard]",
        $"A resource limit as systemd writes it, such as NOFILE=1024:4096, AS=2G or CPU=10min; infinity: none. What this user " +
        $"may not raise stays. The names: {LimitSyntax.Names}. May be repeated.");

    /// <summary>The kernel release.</summary>
    public Option<string[]> KernelRelease { get; } = Valued(
        "--kernel-release", "text", "The release that uname tells the guest; -: the real one.", "-k");

    /// <summary>Whether the daemon boots it.</summary>
    public Option<string[]> Autostart { get; } = Valued(
        "--autostart", "yes|no", "Whether the daemon boots the guest when it starts; yes where nothing is said.");

    /// <summary>Bindings no longer.</summary>
    public Option<string[]> Unbind { get; } = Valued("--unbind", "guest", "Drops the binding at this guest path.");

    /// <summary>Variables no longer.</summary>
    public Option<string[]> Unset { get; } = Valued("--unset-env", "name", "Drops the variable.");

    /// <summary>Ports no longer.</summary>
    public Option<string[]> Unport { get; } = Valued("--unport", "guest", "Drops the mapping of this guest port.");

    /// <summary>Limits no longer.</summary>
    public Option<string[]> Unlimit { get; } = Valued("--unlimit", "name", "Drops the limit.");

    /// <summary>Those that a new guest has.</summary>
    public Option[] OfNew => [Bind, Identity, Environment, Port, Limit, KernelRelease, Autostart];

    /// <summary>Those that take something away.</summary>
    public Option[] OfLess => [Unbind, Unset, Unport, Unlimit];

    /// <summary>The settings, changed as the words say. What is dropped is dropped first.</summary>
    /// <exception cref="PtracerException">A value is malformed, or what is to be dropped is not there.</exception>
    public GuestSettings Apply(GuestSettings settings, VerbWords words, IHostView host) => settings with
    {
        Bindings = Bindings(settings.Bindings, words, host),
        Identity = words.Last(Identity) ?? settings.Identity,
        Environment = Changed(settings.Environment, words.All(Unset), words.All(Environment), '=', "--unset-env"),
        Ports = Changed(settings.Ports, words.All(Unport), words.All(Port), ':', "--unport"),
        Limits = Limits(settings.Limits, words),
        KernelRelease = words.Last(KernelRelease) switch
        {
            null => settings.KernelRelease,
            RealRelease => null,
            string release => release,
        },
        Autostart = words.Last(Autostart) switch
        {
            null => settings.Autostart,
            "yes" => true,
            "no" => false,
            string other => throw new PtracerException($"--autostart {other}: write yes or no"),
        },
    };

    private List<string> Bindings(IReadOnlyList<string> present, VerbWords words, IHostView host)
    {
        List<string> bindings = [.. present];
        foreach (string guestPath in words.All(Unbind))
        {
            if (bindings.RemoveAll(text => GuestPathOf(text, host) == guestPath) == 0)
            {
                throw new PtracerException($"--unbind {guestPath}: nothing is bound there; see: ptracer guest show");
            }
        }

        foreach (string value in words.All(Bind))
        {
            string text = host.Absolute(value);
            string guestPath = GuestPathOf(text, host);
            bindings.RemoveAll(other => GuestPathOf(other, host) == guestPath);
            bindings.Add(text);
        }

        return bindings;
    }

    private static string GuestPathOf(string text, IHostView host) => BindingSyntax.Parse("--bind", text, host).GuestPath;

    private Dictionary<string, string> Limits(IReadOnlyDictionary<string, string> present, VerbWords words)
    {
        Dictionary<string, string> limits = new(present);
        foreach (string name in words.All(Unlimit))
        {
            if (!limits.Remove(name))
            {
                throw new PtracerException($"--unlimit {name}: no such limit is set; see: ptracer guest show");
            }
        }

        foreach (string value in words.All(Limit))
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            limits[equals > 0 ? value[..equals] : throw new PtracerException($"--limit {value}: write name=soft[:hard]")] = value[(equals + 1)..];
        }

        return limits;
    }

    /// <summary>Texts that begin with a key: some dropped, some added in place of those with the same key.</summary>
    private static List<string> Changed(
        IReadOnlyList<string> present, List<string> dropped, List<string> added, char separator, string dropOption)
    {
        List<string> texts = [.. present];
        foreach (string key in dropped)
        {
            if (texts.RemoveAll(text => KeyOf(text, separator) == key) == 0)
            {
                throw new PtracerException($"{dropOption} {key}: it is not set; see: ptracer guest show");
            }
        }

        foreach (string text in added)
        {
            texts.RemoveAll(other => KeyOf(other, separator) == KeyOf(text, separator));
            texts.Add(text);
        }

        return texts;
    }

    private static string KeyOf(string text, char separator) => text.Split(separator, 2)[0];
}
