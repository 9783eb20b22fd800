using System.Text;

namespace Ptracer.Units;

/// <summary>
/// What the comments at the head of a SysV init script say, by the LSB (section "Comment Conventions for Init Scripts") and
/// by chkconfig, and whether it can be told to reload: as systemd-sysv-generator(8) of systemd 252 reads it.
/// </summary>
internal sealed class InitScript
{
    private static readonly string[] s_reloadWords = ["{reload|", "{reload}", "{reload\"", "|reload|", "|reload}", "|reload\""];

    private readonly List<string> _provides = [];
    private readonly List<string> _after = [];
    private readonly List<string> _before = [];
    private readonly List<int> _levels = [];
    private string? _shortDescription;
    private string? _longDescription;
    private string? _plainDescription;

    private InitScript()
    {
    }

    private enum Part
    {
        Normal,
        Description,
        Lsb,
        LsbDescription,
        Usage,
    }

    /// <summary>Description=; null: it has none.</summary>
    public string? Description => (_shortDescription ?? _plainDescription ?? _longDescription) is { } text
        ? (HasLsbHeader ? "LSB: " : "SYSV: ") + text
        : null;

    /// <summary>Where its daemon writes its process id; null: it does not say.</summary>
    public string? PidFile { get; private set; }

    /// <summary>Whether it has an LSB header.</summary>
    public bool HasLsbHeader { get; private set; }

    /// <summary>Whether its usage message has <c>reload</c>.</summary>
    public bool CanReload { get; private set; }

    /// <summary>Provides: names and <c>$facilities</c>.</summary>
    public IReadOnlyList<string> Provides => _provides;

    /// <summary>Required-Start and Should-Start.</summary>
    public IReadOnlyList<string> After => _after;

    /// <summary>X-Start-Before.</summary>
    public IReadOnlyList<string> Before => _before;

    /// <summary>Default-Start: the runlevels, of 1 to 5, that it is for.</summary>
    public IReadOnlyList<int> Levels => _levels;

    /// <summary>Reads a script.</summary>
    public static InitScript Parse(byte[] content)
    {
        InitScript script = new();
        Part part = Part.Normal;
        foreach (string raw in Encoding.Latin1.GetString(content).Split('\n'))
        {
            string line = UnitText.Decode(Encoding.Latin1.GetBytes(raw.Trim()));
            part = line.StartsWith('#') ? script.Comment(part, line) : script.Code(part, line);
        }

        return script;
    }

    private Part Code(Part part, string line)
    {
        bool isUsage = part == Part.Usage || (part == Part.Normal && line.Contains("usage", StringComparison.OrdinalIgnoreCase));
        if (!isUsage)
        {
            return part;
        }

        CanReload |= Array.Exists(s_reloadWords, word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        return line.EndsWith('\\') ? Part.Usage : Part.Normal;
    }

    private Part Comment(Part part, string line)
    {
        if (part == Part.Normal && line == "### BEGIN INIT INFO")
        {
            HasLsbHeader = true;
            return Part.Lsb;
        }

        if (part is Part.Lsb or Part.LsbDescription && line == "### END INIT INFO")
        {
            return Part.Normal;
        }

        string text = line[1..];
        return part is Part.Lsb or Part.LsbDescription ? Lsb(part, text)
            : part is Part.Normal or Part.Description ? Plain(part, text.Trim())
            : part;
    }

    /// <summary>The header of chkconfig(8): its description goes on behind a backslash.</summary>
    private Part Plain(Part part, string text)
    {
        if (part == Part.Description)
        {
            _plainDescription = Joined(_plainDescription, text.TrimEnd('\\').Trim());
            return text.EndsWith('\\') ? Part.Description : Part.Normal;
        }

        if (ValueOf(text, "description:") is { } description)
        {
            _plainDescription = description.TrimEnd('\\').Trim() is { Length: > 0 } words ? words : null;
            return description.EndsWith('\\') ? Part.Description : Part.Normal;
        }

        if (ValueOf(text, "pidfile:") is { } path && path.StartsWith('/'))
        {
            PidFile = path;
        }

        return part;
    }

    private Part Lsb(Part part, string text)
    {
        if (part == Part.LsbDescription && (text.StartsWith("  ", StringComparison.Ordinal) || text.StartsWith('\t')))
        {
            _longDescription = Joined(_longDescription, text.Trim());
            return part;
        }

        text = text.Trim();
        if (ValueOf(text, "Provides:") is { } provides)
        {
            _provides.AddRange(Words(provides));
        }
        else if ((ValueOf(text, "Required-Start:") ?? ValueOf(text, "Should-Start:")) is { } after)
        {
            _after.AddRange(Words(after));
        }
        else if (ValueOf(text, "X-Start-Before:") is { } before)
        {
            _before.AddRange(Words(before));
        }
        else if (ValueOf(text, "Default-Start:") is { } levels)
        {
            _levels.AddRange(Words(levels).Where(level => level is [>= '1' and <= '5']).Select(level => level[0] - '0'));
        }
        else if (ValueOf(text, "Short-Description:") is { } brief)
        {
            _shortDescription = brief.Length > 0 ? brief : null;
        }
        else if (ValueOf(text, "Description:") is { } full)
        {
            _longDescription = full.Length > 0 ? full : null;
            return Part.LsbDescription;
        }

        return Part.Lsb;
    }

    private static string? ValueOf(string text, string key) =>
        text.StartsWith(key, StringComparison.OrdinalIgnoreCase) ? text[key.Length..].Trim() : null;

    private static string[] Words(string text) => text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string? Joined(string? first, string second) =>
        second.Length == 0 ? first : first is null ? second : first + " " + second;
}
