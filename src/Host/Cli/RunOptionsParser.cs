using System.CommandLine;
using System.CommandLine.Parsing;
using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary>Turns the words of <c>run</c> into session options; asks the place it runs in only through a host view.</summary>
/// <param name="dialect">By which name it was called.</param>
/// <param name="host">The place.</param>
/// <param name="guests">Knows guests by name; null: a rootfs is always a path.</param>
internal sealed class RunOptionsParser(RunDialect dialect, IHostView host, GuestPlace? guests = null)
{
    private readonly RunOptions _options = new();

    private readonly List<string> _warnings = [];

    /// <summary>Parses the words behind the verb.</summary>
    /// <exception cref="PtracerException">They are wrong; the message says how.</exception>
    public RunRequest Parse(WordList words)
    {
        Command command = _options.ToCommand();
        (List<string> optionWords, int commandIndex) = new OptionScanner(command.Options).Scan(words);
        ParseResult parsed = CommandLineParser.Parse(command, optionWords, OptionScanner.Literal);
        if (parsed.Errors.Count > 0)
        {
            throw new PtracerException($"options: {parsed.Errors[0].Message}; --help lists them");
        }

        if (parsed.GetValue(_options.Help) || parsed.GetValue(_options.Version))
        {
            RunAction action = parsed.GetValue(_options.Help) ? RunAction.ShowHelp : RunAction.ShowVersion;
            return new RunRequest(action, new SessionOptions(), _warnings);
        }

        RunValues values = new(_options, parsed);
        int verbosity = values.Verbosity();
        (string rootfs, StoredGuest? guest, StoredImage? image) = Rootfs(parsed);
        SessionOptions beneath = guest is not null ? GuestLaunch.Session(guest, host)
            : image is not null ? ImageLaunch.Session(image, host)
            : new SessionOptions();
        byte[][] commandWords = words.Rest(commandIndex);
        SessionOptions session = beneath with
        {
            RootfsPath = rootfs,
            Bindings = [.. beneath.Bindings, .. values.Bindings(dialect, host, rootfs, _warnings)],
            WorkingDirectory = RunValues.Last(parsed, _options.WorkingDirectory) is { } path ? host.Absolute(path) : image is null ? null : beneath.WorkingDirectory,
            Identity = values.Identity() ?? beneath.Identity,
            KernelRelease = values.KernelRelease() ?? beneath.KernelRelease,
            Ports = [.. beneath.Ports, .. values.Ports()],
            HardLinks = values.HardLinks,
            KillOnExit = values.KillOnExit,
            Verbosity = Math.Max(verbosity, 0),
            Command = commandWords.Length > 0 ? commandWords : beneath.Command,
            ProcessObserver = values.StatusWriter(),
            LoaderPath = RunValues.Last(parsed, _options.Loader) ?? host.Variable("PTRACER_LOADER"),
        };

        // Below 0, as in PRoot: nothing but failures.
        return new RunRequest(RunAction.Start, session, verbosity < 0 ? [] : _warnings) { Guest = guest };
    }

    private (string Path, StoredGuest? Guest, StoredImage? Image) Rootfs(ParseResult parsed)
    {
        string? path = null;
        StoredGuest? guest = null;
        StoredImage? image = null;
        string? given = null;
        foreach (Option<string[]> option in (ReadOnlySpan<Option<string[]>>)
            [_options.Rootfs, _options.RootfsWithHost, _options.RootfsForPackages])
        {
            if (RunValues.Last(parsed, option) is not { } value)
            {
                continue;
            }

            if (given is not null)
            {
                throw new PtracerException($"{given} and {option.Name}: both set the rootfs; give one of -r, -R and -S");
            }

            given = option.Name;
            image = guests?.FindImage(value);
            guest = image is null ? guests?.Find(option.Name, value) : null;
            path = image?.RootfsPath ?? guest?.RootfsPath ?? host.Absolute(value);
        }

        return (path ?? "/", guest, image);
    }
}
