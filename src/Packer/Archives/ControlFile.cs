namespace Ptracer.Packer.Archives;

/// <summary>What a package says of itself (deb-control(5)), as far as unpacking asks for it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Replaces">Names of packages whose files it may take over; version bounds are not looked at.</param>
internal sealed record ControlFile(string Name, string Version, string Architecture, IReadOnlyList<string> Replaces)
{
    /// <summary>Reads the fields. Null: there is no name.</summary>
    public static ControlFile? Parse(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        string? last = null;
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.StartsWith(' ') || line.StartsWith('\t'))
            {
                fields[last ?? ""] = fields.GetValueOrDefault(last ?? "") + line;
            }
            else if (colon > 0)
            {
                last = line[..colon];
                fields[last] = line[(colon + 1)..].Trim();
            }
        }

        string name = fields.GetValueOrDefault("Package", "");
        return name.Length == 0
            ? null
            : new ControlFile(
                name,
                fields.GetValueOrDefault("Version", ""),
                fields.GetValueOrDefault("Architecture", ""),
                Names(fields.GetValueOrDefault("Replaces", "")));
    }

    private static List<string> Names(string list)
    {
        List<string> names = [];
        foreach (string item in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int end = item.AsSpan().IndexOfAny(" (:");
            names.Add(end < 0 ? item : item[..end]);
        }

        return names;
    }
}
