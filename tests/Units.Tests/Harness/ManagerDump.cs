using System.Text;

namespace Ptracer.Units.Tests;

/// <summary>
/// What systemd itself makes of unit files: <c>systemd --test</c> loads all that a target pulls in, starts nothing, and
/// prints every unit with its properties.
/// </summary>
internal sealed class ManagerDump
{
    private const string Manager = "/lib/systemd/systemd";

    private ManagerDump(Dictionary<string, DumpedUnit> units, string[] complaints)
    {
        Units = units;
        Complaints = complaints;
    }

    public IReadOnlyDictionary<string, DumpedUnit> Units { get; }

    public IReadOnlyList<string> Complaints { get; }

    public static ManagerDump Of(IEnumerable<string> directories, string scratch, IEnumerable<string> names)
    {
        const string Target = "ptracer-dump.target";
        File.WriteAllText($"{scratch}/{Target}", $"[Unit]\nDefaultDependencies=no\nWants={string.Join(' ', names)}\n");
        ToolResult result = Tool.Run(
            Manager,
            ["--test", "--system", $"--unit={Target}"],
            new Dictionary<string, string> { ["SYSTEMD_UNIT_PATH"] = string.Join(':', directories.Append(scratch)) },
            unprivileged: true);
        return new ManagerDump(Read(result.Lines), result.ErrorLines);
    }

    private static Dictionary<string, DumpedUnit> Read(string[] lines)
    {
        Dictionary<string, DumpedUnit> units = new(StringComparer.Ordinal);
        DumpedUnit? unit = null;
        string command = "";
        foreach (string line in lines)
        {
            if (line.StartsWith("\t-> Unit ", StringComparison.Ordinal))
            {
                unit = new DumpedUnit();
                units[line[9..].TrimEnd(':')] = unit;
                command = "";
            }
            else if (line.StartsWith("\t\t-> ", StringComparison.Ordinal))
            {
                command = line[5..].TrimEnd(':');
            }
            else if (line.StartsWith("\t\t\tCommand Line: ", StringComparison.Ordinal))
            {
                unit?.Add(command, line["\t\t\tCommand Line: ".Length..]);
            }
            else if (line.StartsWith("\t\t", StringComparison.Ordinal) && line.Length > 2 && line[2] != '\t')
            {
                int colon = line.IndexOf(':');
                if (colon > 0)
                {
                    unit?.Add(line[2..colon], line[(colon + 1)..].TrimStart(' '));
                }
            }
        }

        return units;
    }

    /// <summary>Takes back the quoting of command lines in a dump.</summary>
    public static List<string> Unquote(string line)
    {
        List<string> words = [];
        StringBuilder word = new();
        bool quoted = false;
        bool any = false;
        for (int index = 0; index < line.Length; index++)
        {
            char character = line[index];
            if (character == '"')
            {
                quoted = !quoted;
                any = true;
            }
            else if (character == '\\' && quoted)
            {
                int length = CEscape.Decode(line.AsSpan(index), word);
                if (length == 0)
                {
                    word.Append(line[index + 1]);
                    length = 2;
                }

                index += length - 1;
            }
            else if (character == ' ' && !quoted)
            {
                words.Add(word.ToString());
                word.Clear();
                any = false;
            }
            else
            {
                word.Append(character);
                any = true;
            }
        }

        return any ? [.. words, word.ToString()] : words;
    }
}
