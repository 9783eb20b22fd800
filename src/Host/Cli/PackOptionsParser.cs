using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Packer.Packing;

namespace Ptracer.Host.Cli;

/// <summary>Turns the words of <c>pack</c> into what is asked for.</summary>
internal sealed class PackOptionsParser(IHostView host, GuestPlace? guests = null)
{
    private readonly PackOptions _options = new();

    /// <summary>Parses the words behind the verb: options and programs in any order, then <c>--</c> and a command.</summary>
    /// <exception cref="PtracerException">They are wrong; the message says how.</exception>
    public PackCommand Parse(WordList words)
    {
        Command command = _options.ToCommand();
        (List<string> optionWords, List<byte[]> programs, byte[][]? behind) = new OptionScanner(command.Options).ScanMixed(words);
        byte[][] run = behind ?? [];
        ParseResult parsed = CommandLineParser.Parse(command, optionWords, OptionScanner.Literal);
        if (parsed.Errors.Count > 0)
        {
            throw new PtracerException($"options: {parsed.Errors[0].Message}; ptracer pack --help lists them");
        }

        PackAction action = ActionOf(parsed);
        if (action == PackAction.ShowHelp)
        {
            return new PackCommand { Action = action };
        }

        CheckWords(parsed, action, programs, run);
        return new PackCommand
        {
            Action = action,
            Output = host.Absolute(Last(parsed, action == PackAction.Check ? _options.Check : _options.Output)!),
            Format = FormatOf(parsed),
            Existing = parsed.GetValue(_options.Force) ? ExistingOutput.Replace : ExistingOutput.Refuse,
            From = From(parsed),
            Request = RequestOf(parsed, programs),
            LibraryPath = Last(parsed, _options.LibraryPath),
            Run = RunOf(parsed, run),
        };
    }

    private PackAction ActionOf(ParseResult parsed) =>
        parsed.GetValue(_options.Help) ? PackAction.ShowHelp
            : Last(parsed, _options.Check) is not null ? PackAction.Check
            : parsed.GetValue(_options.Trace) ? PackAction.MakeByRun
            : PackAction.Make;

    private void CheckWords(ParseResult parsed, PackAction action, List<byte[]> programs, byte[][] run)
    {
        bool needsRun = action is PackAction.Check or PackAction.MakeByRun;
        if (needsRun != (run.Length > 0))
        {
            throw new PtracerException(needsRun
                ? $"{(action == PackAction.Check ? "--check" : "--trace")}: no command; write it behind --"
                : $"{HostWord(run[0])}: a command is only run by --trace or --check; give one of them, or drop it");
        }

        if (action == PackAction.Check)
        {
            return;
        }

        if (Last(parsed, _options.Output) is null)
        {
            throw new PtracerException("pack: where it goes is missing; write -o PATH");
        }

        bool hasContent = programs.Count > 0 || needsRun || parsed.GetValue(_options.BusyBox) ||
            Values(parsed, _options.Profile).Count > 0 || Values(parsed, _options.Include).Count > 0;
        if (!hasContent)
        {
            throw new PtracerException("pack: nothing to pack; name a program, a --profile or an --include");
        }
    }

    private string From(ParseResult parsed) =>
        Last(parsed, _options.From) is not { } value ? "/" : guests?.Rootfs("--from", value) ?? host.Absolute(value);

    private OutputFormat FormatOf(ParseResult parsed) => Last(parsed, _options.Format) switch
    {
        null => OutputFormat.ByName,
        "dir" => OutputFormat.Directory,
        "tar" => OutputFormat.Tar,
        "tar.gz" => OutputFormat.TarGzip,
        "tar.zst" => OutputFormat.TarZstd,
        "oci" => OutputFormat.Oci,
        string other => throw new PtracerException($"--format {other}: no such format; there are dir, tar, tar.gz, tar.zst and oci"),
    };

    private PackRequest RequestOf(ParseResult parsed, List<byte[]> programs) => new()
    {
        Programs = programs,
        Profiles = Words(parsed, _options.Profile),
        WithoutProfiles = Words(parsed, _options.Without),
        Includes = Words(parsed, _options.Include),
        Excludes = Words(parsed, _options.Exclude),
        HasBusyBox = parsed.GetValue(_options.BusyBox),
        AllowsMissing = parsed.GetValue(_options.AllowMissing),
        MadeSeconds = SourceDate(),
    };

    private SessionOptions RunOf(ParseResult parsed, byte[][] run)
    {
        List<Binding> bindings = [];
        foreach (string value in Words(parsed, _options.Bindings))
        {
            bindings.Add(BindingSyntax.Parse("-b", value, host));
        }

        return new SessionOptions
        {
            Bindings = bindings,
            WorkingDirectory = Last(parsed, _options.WorkingDirectory),
            Identity = parsed.GetValue(_options.RootIdentity) ? new GuestIdentity(0, 0) : null,
            Command = run,
            LoaderPath = host.Variable("PTRACER_LOADER"),
        };
    }

    /// <summary>SOURCE_DATE_EPOCH, as reproducible-builds.org specifies it.</summary>
    private long? SourceDate()
    {
        const string Name = "SOURCE_DATE_EPOCH";
        string? text = host.Variable(Name);
        return text is null ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds
            : throw new PtracerException($"{Name} {text}: not a number of seconds; unset it");
    }

    private static string HostWord(byte[] word) => System.Text.Encoding.UTF8.GetString(word);

    private static IReadOnlyList<Token> Values(ParseResult parsed, Option option) => parsed.GetResult(option)?.Tokens ?? [];

    private static string? Last(ParseResult parsed, Option option) =>
        Values(parsed, option) is { Count: > 0 } values ? values[^1].Value : null;

    private static List<string> Words(ParseResult parsed, Option option)
    {
        List<string> words = [];
        foreach (Token token in Values(parsed, option))
        {
            words.Add(token.Value);
        }

        return words;
    }
}
