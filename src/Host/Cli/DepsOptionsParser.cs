using System.CommandLine;
using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Packer.Dependencies;

namespace Ptracer.Host.Cli;

/// <summary>Turns the words of <c>deps</c> into a request. Options may stand between and behind the programs.</summary>
internal sealed class DepsOptionsParser(IHostView host, GuestPlace? guests = null)
{
    private const int LowestLevel = 2;
    private const int HighestLevel = 4;

    private readonly DepsOptions _options = new();
    private readonly Dictionary<string, string> _values = [];
    private readonly List<byte[]> _programs = [];

    /// <summary>Parses the words behind the verb.</summary>
    /// <returns>Null: help is asked for.</returns>
    /// <exception cref="PtracerException">They are wrong; the message says how.</exception>
    public DepsRequest? Parse(WordList words)
    {
        Scan(words);
        if (IsGiven(_options.Help))
        {
            return null;
        }

        if (_programs.Count == 0)
        {
            throw new PtracerException("deps: no program is given; write ptracer deps -r rootfs program");
        }

        return new DepsRequest(
            Rootfs(),
            _programs,
            Search(),
            Form(),
            IsGiven(_options.Each) ? DepsScope.Each : DepsScope.All,
            new DepsTreeStyle(IsGiven(_options.Verbose), HasColors()));
    }

    private void Scan(WordList words)
    {
        List<Option> declared = [];
        foreach ((_, Option[] options) in _options.Groups)
        {
            declared.AddRange(options);
        }

        OptionScanner scanner = new(declared);
        (List<string> given, List<byte[]> programs, byte[][]? behind) = scanner.ScanMixed(words);
        foreach (string option in given)
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            _values[equals < 0 ? option : option[..equals]] = equals < 0 ? "" : option[(equals + 1)..];
        }

        _programs.AddRange(programs);
        _programs.AddRange(behind ?? []);
    }

    private string Rootfs() => Value(_options.Rootfs) is not { } value ? "/" : guests?.Rootfs("-r", value) ?? host.Absolute(value);

    private bool IsGiven(Option option) => _values.ContainsKey(option.Name);

    private string? Value(Option option) => _values.GetValueOrDefault(option.Name);

    private byte[]? Bytes(Option option) => Value(option) is { } value ? Encoding.UTF8.GetBytes(value) : null;

    private DependencyOptions Search()
    {
        string directory = Value(_options.WorkingDirectory) ?? (IsGiven(_options.Rootfs) ? "/" : host.Absolute(""));
        if (!directory.StartsWith('/'))
        {
            throw new PtracerException($"--pwd {directory}: not absolute; give the path as the programs see it");
        }

        return new DependencyOptions
        {
            SearchPath = Bytes(_options.SearchPath) ?? Encoding.UTF8.GetBytes(DependencyOptions.DefaultSearchPath),
            LibraryPath = Bytes(_options.LibraryPath),
            Preload = Bytes(_options.Preload),
            Hwcaps = Hwcaps(),
            WorkingDirectory = Encoding.UTF8.GetBytes(directory),
        };
    }

    private List<byte[]> Hwcaps()
    {
        List<byte[]> names = [];
        string list = Value(_options.Hwcaps) ?? "";
        for (int level = HighestLevel; level >= LowestLevel; level--)
        {
            if (list == $"x86-64-v{level}")
            {
                list = string.Join(':', Enumerable.Range(LowestLevel, level - 1).Reverse().Select(lower => $"x86-64-v{lower}"));
                break;
            }
        }

        foreach (string name in list.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            names.Add(Encoding.UTF8.GetBytes(name));
        }

        return names;
    }

    private DepsForm Form()
    {
        (Option Option, DepsForm Form)? chosen = null;
        foreach ((Option option, DepsForm form) in _options.Forms)
        {
            if (!IsGiven(option))
            {
                continue;
            }

            if (chosen is { } other)
            {
                throw new PtracerException($"{other.Option.Name} and {option.Name}: two forms of output; give one of them");
            }

            chosen = (option, form);
        }

        return chosen?.Form ?? DepsForm.Tree;
    }

    private bool HasColors() => Value(_options.Color) switch
    {
        "always" => true,
        "never" => false,
        null or "auto" => !Console.IsOutputRedirected && host.Variable("NO_COLOR") is null,
        string other => throw new PtracerException($"--color {other}: not a choice; write always, never or auto"),
    };
}
