using System.Globalization;

namespace Ptracer.Host.Cli;

/// <summary>The value of <c>-p</c>: <c>guest:host</c>.</summary>
internal static class PortSyntax
{
    /// <summary>Reads the value of <paramref name="option"/>.</summary>
    /// <exception cref="PtracerException">It is not two ports.</exception>
    public static PortMapping Parse(string option, string value) =>
        TryParse(value) ?? throw new PtracerException(
            $"{option} {value}: not two ports of 1 to 65535; write guest:host, such as {option} 80:8080");

    /// <summary>Reads a value. Null: it is not two ports.</summary>
    public static PortMapping? TryParse(string value)
    {
        string[] ports = value.Split(':');
        return ports.Length == 2 && TryPort(ports[0], out int guest) && TryPort(ports[1], out int host)
            ? new PortMapping(guest, host)
            : null;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= ushort.MaxValue;
}
