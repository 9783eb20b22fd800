using System.Text;
using Ptracer.Packer.Trees;

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

/// <summary>Texts of a rootfs, found as the guest would find them: no link leads out of it.</summary>
internal static class GuestText
{
    /// <summary>Reads a text; what is not UTF-8 in it is replaced.</summary>
    /// <param name="rootfs">The rootfs's host path.</param>
    /// <param name="path">The guest path.</param>
    /// <param name="limitBytes">Not more than this is read.</param>
    /// <returns>Null: it is not there, or cannot be read.</returns>
    public static string? Read(string rootfs, string path, int limitBytes)
    {
        try
        {
            using DirectoryTree tree = new(rootfs);
            TreeLookup found = new TreeResolver(tree).Find(Encoding.UTF8.GetBytes(path));
            if (!found.IsFound || found.Entry.Type != TreeEntryType.File)
            {
                return null;
            }

            using ITreeFile file = tree.Open(found.Path);
            byte[] content = new byte[Math.Min(file.SizeBytes, limitBytes)];
            return Encoding.UTF8.GetString(content, 0, file.ReadAt(content, 0));
        }
        catch (PtracerException)
        {
            return null;
        }
    }
}
