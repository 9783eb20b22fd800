using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Http.Json;

/// <summary>
/// The settings of a guest as a client sends them: <see cref="GuestSettings"/> with setters, since the JSON serializer's
/// generated code loses the initial values of init-only members that are not sent.
/// </summary>
internal sealed class SettingsPayload
{
    private static readonly GuestSettings s_usual = new();

    /// <summary><see cref="GuestSettings.Bindings"/>.</summary>
    public IReadOnlyList<string> Bindings { get; set; } = s_usual.Bindings;

    /// <summary><see cref="GuestSettings.Identity"/>.</summary>
    public string Identity { get; set; } = s_usual.Identity;

    /// <summary><see cref="GuestSettings.Environment"/>.</summary>
    public IReadOnlyList<string> Environment { get; set; } = s_usual.Environment;

    /// <summary><see cref="GuestSettings.Limits"/>.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; set; } = s_usual.Limits;

    /// <summary><see cref="GuestSettings.Ports"/>.</summary>
    public IReadOnlyList<string> Ports { get; set; } = s_usual.Ports;

    /// <summary><see cref="GuestSettings.KernelRelease"/>.</summary>
    public string? KernelRelease { get; set; } = s_usual.KernelRelease;

    /// <summary><see cref="GuestSettings.Autostart"/>.</summary>
    public bool Autostart { get; set; } = s_usual.Autostart;

    /// <summary>The payload of settings.</summary>
    public static SettingsPayload Of(GuestSettings settings) => new()
    {
        Bindings = settings.Bindings,
        Identity = settings.Identity,
        Environment = settings.Environment,
        Limits = settings.Limits,
        Ports = settings.Ports,
        KernelRelease = settings.KernelRelease,
        Autostart = settings.Autostart,
    };

    /// <summary>The settings.</summary>
    /// <exception cref="ProblemException">A list holds null.</exception>
    public GuestSettings Checked()
    {
        bool hasNull = Bindings.Concat(Environment).Concat(Ports).Concat(Limits.Values).Any(text => text is null);
        return hasNull
            ? throw ProblemException.Invalid("settings: null in a list; leave the value out")
            : new GuestSettings
            {
                Bindings = Bindings,
                Identity = Identity,
                Environment = Environment,
                Limits = Limits,
                Ports = Ports,
                KernelRelease = KernelRelease,
                Autostart = Autostart,
            };
    }
}
