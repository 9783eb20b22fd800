using System.Text;
using Ptracer.Host.Cli;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>Looks at settings before they are kept, and reads them: what is kept can be used.</summary>
internal static class GuestSettingsCheck
{
    /// <summary>Bytes of utsname's release field, without the NUL: uname(2).</summary>
    private const int LongestKernelReleaseBytes = 64;

    /// <summary>The settings, if all of them are well formed.</summary>
    /// <exception cref="ControlException">One is not.</exception>
    public static GuestSettings Checked(GuestSettings settings)
    {
        _ = Bindings(settings);
        _ = Identity(settings);
        _ = Environment(settings);
        _ = Limits(settings);
        _ = Ports(settings);
        if (settings.KernelRelease is { } release &&
            (release.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(release) > LongestKernelReleaseBytes))
        {
            throw Invalid($"kernel release {release}: longer than {LongestKernelReleaseBytes} bytes; shorten it");
        }

        int size = new GuestDocument { Settings = settings }.ToBytes().Length;
        return size < GuestDocument.LimitBytes / 2
            ? settings
            : throw Invalid($"settings: {size} bytes are too many; keep them below {GuestDocument.LimitBytes / 2}");
    }

    /// <summary>The bindings. Host paths are absolute: whoever starts the guest has a working directory of its own.</summary>
    public static List<Binding> Bindings(GuestSettings settings)
    {
        List<Binding> bindings = [];
        foreach (string value in settings.Bindings)
        {
            if (!value.StartsWith('/') || value.Contains('\0', StringComparison.Ordinal))
            {
                throw Invalid($"binding {value}: the host path is not absolute; start it with /");
            }

            bindings.Add(Read(() => BindingSyntax.Parse("binding", value, new HostView())));
        }

        return bindings;
    }

    /// <summary>The identity.</summary>
    public static GuestIdentity Identity(GuestSettings settings) => Read(() => IdentitySyntax.Parse("identity", settings.Identity));

    /// <summary>The environment, name and value.</summary>
    public static List<KeyValuePair<string, string>> Environment(GuestSettings settings)
    {
        List<KeyValuePair<string, string>> variables = [];
        foreach (string text in settings.Environment)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            variables.Add(equals > 0 && !text.Contains('\0', StringComparison.Ordinal)
                ? new(text[..equals], text[(equals + 1)..])
                : throw Invalid($"environment {text}: not NAME=value; write it so"));
        }

        return variables;
    }

    /// <summary>The limits.</summary>
    public static List<ResourceLimit> Limits(GuestSettings settings) =>
        [.. settings.Limits.Select(limit => LimitSyntax.Parse(limit.Key, limit.Value))];

    /// <summary>The ports.</summary>
    public static List<PortMapping> Ports(GuestSettings settings)
    {
        List<PortMapping> ports = [];
        foreach (string text in settings.Ports)
        {
            PortMapping added = PortSyntax.TryParse(text) ??
                throw Invalid($"port {text}: not guest-port:host-port, both 1 to 65535; write it so, such as 80:8080");
            if (ports.Exists(port => port.GuestPort == added.GuestPort || port.HostPort == added.HostPort))
            {
                throw Invalid($"port {text}: one of them is mapped already; give each port once");
            }

            ports.Add(added);
        }

        return ports;
    }

    private static T Read<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (PtracerException wrong)
        {
            throw Invalid(wrong.Message);
        }
    }

    private static ControlException Invalid(string message) => new(ControlError.Invalid, message);
}
