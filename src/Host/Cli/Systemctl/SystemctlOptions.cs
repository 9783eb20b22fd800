using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary>A parsed command line of <c>systemctl</c>.</summary>
internal sealed record SystemctlOptions
{
    private static readonly HashSet<string> s_accepted = new(StringComparer.Ordinal)
    {
        // What asks for how things are here anyway: no pager, no password agent, no wall messages, no inhibitors, the
        // system manager.
        "--no-pager", "--no-ask-password", "--system", "--no-warn", "--no-wall", "-i", "--ignore-inhibitors",
    };

    /// <summary>The command; empty: <c>list-units</c>.</summary>
    public string Command { get; init; } = "";

    /// <summary>What it is about.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>-M.</summary>
    public string? Guest { get; init; }

    /// <summary>-t; empty: all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>--state; empty: all.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>-p; empty: all.</summary>
    public IReadOnlyList<string> Properties { get; init; } = [];

    /// <summary>--value.</summary>
    public bool OnlyValues { get; init; }

    /// <summary>-a.</summary>
    public bool All { get; init; }

    /// <summary>-q.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>--now.</summary>
    public bool Now { get; init; }

    /// <summary>--runtime.</summary>
    public bool Runtime { get; init; }

    /// <summary>--full, for edit.</summary>
    public bool Full { get; init; }

    /// <summary>--plain: no marks before the lines of lists.</summary>
    public bool IsPlain { get; init; }

    /// <summary>--no-legend.</summary>
    public bool NoLegend { get; init; }

    /// <summary>--reverse.</summary>
    public bool Reverse { get; init; }

    /// <summary>-n.</summary>
    public int Lines { get; init; } = 10;

    /// <summary>-s.</summary>
    public int Signal { get; init; } = 15;

    /// <summary>--kill-whom.</summary>
    public string Whom { get; init; } = "all";

    /// <summary>--job-mode and --no-block.</summary>
    public JobMode Mode { get; init; } = JobMode.Replace;

    /// <summary>--preset-mode.</summary>
    public UnitFileVerb Preset { get; init; } = UnitFileVerb.Preset;

    /// <summary>Whether help is asked for.</summary>
    public bool Help { get; init; }

    /// <summary>Whether the version is asked for.</summary>
    public bool Version { get; init; }

    /// <summary>Parses the words behind the verb.</summary>
    /// <exception cref="PtracerException">They are wrong.</exception>
    public static SystemctlOptions Parse(IReadOnlyList<string> words)
    {
        SystemctlOptions options = new();
        List<string> operands = [];
        for (int index = 0; index < words.Count; index++)
        {
            string word = words[index];
            if (word == "--")
            {
                operands.AddRange(words.Skip(index + 1));
                break;
            }

            if (!word.StartsWith('-') || word == "-")
            {
                operands.Add(word);
                continue;
            }

            (string name, string? value) = NameAndValue(word);
            if (options.Flag(name) is { } flagged)
            {
                options = flagged;
                if (value is not null && !name.StartsWith("--", StringComparison.Ordinal))
                {
                    // Letters that take no value may stand together: -al.
                    words = [.. words.Take(index + 1), "-" + value, .. words.Skip(index + 1)];
                }

                continue;
            }

            value ??= ++index < words.Count ? words[index] : throw new PtracerException($"systemctl: option '{name}' requires an argument");
            options = options.Valued(name, value);
        }

        return operands.Count == 0 ? options : options with { Command = operands[0], Names = operands[1..] };
    }

    private static (string Name, string? Value) NameAndValue(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            return word.Length > 2 ? (word[..2], word[2..]) : (word, null);
        }

        int equals = word.IndexOf('=');
        return equals > 0 ? (word[..equals], word[(equals + 1)..]) : (word, null);
    }

    private static string[] Split(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private SystemctlOptions? Flag(string name) => name switch
    {
        "--full" or "-l" => this with { Full = true },
        _ when s_accepted.Contains(name) => this,
        "-h" or "--help" => this with { Help = true },
        "--version" => this with { Version = true },
        "-a" or "--all" => this with { All = true },
        "-q" or "--quiet" => this with { IsQuiet = true },
        "--now" => this with { Now = true },
        "--runtime" => this with { Runtime = true },
        "--no-legend" => this with { NoLegend = true },
        "--plain" => this with { IsPlain = true },
        "-r" or "--reverse" => this with { Reverse = true },
        "--value" => this with { OnlyValues = true },
        "--no-block" => this with { Mode = JobMode.NoBlock },
        "--failed" => this with { States = ["failed"] },
        "--wait" or "--force" or "-f" or "--no-reload" or "--show-types" =>
            throw new PtracerException($"systemctl: {name} is not done here; leave it out"),
        _ => null,
    };

    private SystemctlOptions Valued(string name, string value) => name switch
    {
        "-M" or "--machine" or "--guest" => this with { Guest = value },
        "-t" or "--type" => this with { Types = [.. Types, .. Split(value)] },
        "--state" => this with { States = [.. States, .. Split(value)] },
        "-p" or "--property" => this with { Properties = [.. Properties, .. Split(value)] },
        "-P" => this with { Properties = [.. Properties, .. Split(value)], OnlyValues = true },
        "-n" or "--lines" => this with
        {
            Lines = int.TryParse(value, out int lines) && lines >= 0 ? lines
                : throw new PtracerException($"systemctl: Failed to parse lines '{value}'"),
        },
        "-o" or "--output" => value is "short" or "" ? this
            : throw new PtracerException($"systemctl: -o {value}: only short; see ptracer journalctl for other forms"),
        "-s" or "--signal" => this with
        {
            Signal = SignalNames.Parse(value) ?? throw new PtracerException($"systemctl: Failed to parse signal string {value}."),
        },
        "--kill-whom" or "--kill-who" => value is "main" or "control" or "all" ? this with { Whom = value }
            : throw new PtracerException($"systemctl: --kill-whom={value}: write main, control or all"),
        "--job-mode" => this with
        {
            Mode = value switch
            {
                "replace" or "replace-irreversibly" => JobMode.Replace,
                "fail" => JobMode.Fail,
                "ignore-dependencies" => JobMode.IgnoreDependencies,
                _ => throw new PtracerException($"systemctl: --job-mode={value}: write replace, fail or ignore-dependencies"),
            },
        },
        "--preset-mode" => this with
        {
            Preset = value switch
            {
                "full" => UnitFileVerb.Preset,
                "enable-only" => UnitFileVerb.PresetEnable,
                "disable-only" => UnitFileVerb.PresetDisable,
                _ => throw new PtracerException($"systemctl: --preset-mode={value}: write full, enable-only or disable-only"),
            },
        },

        // Package scripts ask for the root that they are in.
        "--root" when value.Trim('/').Length == 0 && File.Exists(GuestTools.ControlPath) => this,
        "--root" => throw new PtracerException("systemctl: --root: give the guest's name by -M"),
        "--user" => throw new PtracerException("systemctl: --user: a guest has no user managers; services run by the system's"),
        _ => throw new PtracerException($"systemctl: unrecognized option '{name}'; systemctl --help lists them"),
    };
}
