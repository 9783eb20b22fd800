using System.Text;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>What a rootfs says that it is: os-release(5).</summary>
internal static class OsRelease
{
    private const int LimitBytes = 64 * 1024;

    /// <summary>PRETTY_NAME; an empty text where the rootfs does not tell.</summary>
    public static string PrettyName(string rootfs)
    {
        string text = GuestText.Read(rootfs, "/etc/os-release", LimitBytes) ?? GuestText.Read(rootfs, "/usr/lib/os-release", LimitBytes) ?? "";
        foreach (string line in text.Split('\n'))
        {
            const string Key = "PRETTY_NAME=";
            if (line.StartsWith(Key, StringComparison.Ordinal))
            {
                return Unquoted(line[Key.Length..].Trim());
            }
        }

        return "";
    }

    // As a shell would read it, less what no os-release has: expansions.
    private static string Unquoted(string value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
        {
            value = value[1..^1];
        }

        StringBuilder text = new();
        for (int i = 0; i < value.Length; i++)
        {
            i += value[i] == '\\' && i + 1 < value.Length ? 1 : 0;
            text.Append(char.IsControl(value[i]) ? ' ' : value[i]);
        }

        return text.ToString();
    }
}
