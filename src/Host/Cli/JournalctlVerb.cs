using System.Globalization;
using Ptracer.Host.Cli.Journalctl;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;

namespace Ptracer.Host.Cli;

/// <summary>
/// <c>journalctl</c>: shows what the services of a guest have said, with the options, messages and statuses of systemd's
/// own. It reads the files itself, so it works without the daemon.
/// </summary>
internal sealed class JournalctlVerb(IReadOnlyList<string> words) : IVerb
{
    private const int DefaultLines = 10;
    private const int PagerEndLines = 1000;

    private JournalctlOptions _options = null!;
    private OutputMode _mode;

    /// <summary>Keeps the words behind the verb; what is wrong with them is said as journalctl does when it runs.</summary>
    public static JournalctlVerb Parse(WordList words)
    {
        List<string> texts = [];
        for (int index = 0; index < words.Count; index++)
        {
            texts.Add(words.Text(index));
        }

        return new JournalctlVerb(texts);
    }

    /// <inheritdoc/>
    public int Run()
    {
        try
        {
            _options = JournalctlOptions.Parse(words);
            return Show();
        }
        catch (JournalctlFailure failure)
        {
            Terminal.WriteError(failure.Message + "\n");
            return 1;
        }
        catch (PtracerException failure)
        {
            Terminal.WriteError(failure.Message + "\n");
            return 1;
        }
        catch (IOException) when (Console.IsOutputRedirected)
        {
            // The reader of our output has gone, as head(1) does.
            return 1;
        }
    }

    private int Show()
    {
        if (JournalctlInformation.Asked(_options) is { } information)
        {
            Terminal.Write(information);
            return 0;
        }

        string? output = _options.Value("output");
        _mode = OutputModes.Find(output ?? "short") ?? throw new JournalctlFailure($"Unknown output format '{output}'.");
        if (_options.Has("follow") && _options.Has("reverse"))
        {
            throw new JournalctlFailure("Please specify either --reverse= or --follow=, not both.");
        }

        string directory = Directory();
        LocalClock clock = _options.Has("utc") ? LocalClock.Utc : LocalClock.Local();
        string hostname = Environment.MachineName;
        if (new JournalctlCommands(_options, directory, clock, hostname).TryRun())
        {
            return 0;
        }

        JournalQuery query = new JournalctlSelection(_options, directory, clock, hostname).Query();
        return Records(directory, query, Format(clock, hostname, query));
    }

    private string Directory()
    {
        if (_options.Value("directory") is not { } given)
        {
            return JournalPlace.Of(_options.Value("machine"));
        }

        string path = Path.GetFullPath(given);
        return System.IO.Directory.Exists(path) ? path : throw new JournalctlFailure($"Failed to open {given}: No such file or directory");
    }

    private FormatOptions Format(LocalClock clock, string hostname, JournalQuery query) => new()
    {
        Mode = _mode,
        Clock = clock,
        Hostname = hostname,
        HidesHostname = _options.Has("no-hostname"),
        ShowsAll = _options.Has("all"),
        HasColors = HasColors(),
        Fields = [.. _options.Values("output-fields").SelectMany(list => list.Split(','))],
        Highlight = query.Grep,
    };

    private static bool HasColors() => Environment.GetEnvironmentVariable("SYSTEMD_COLORS") switch
    {
        null => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null
            && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"),
        string value => value is not ("0" or "no" or "false" or "off"),
    };

    // How many records; null: all.
    private int? Lines()
    {
        bool startsSomewhere = _options.Has("since") || _options.Has("cursor") || _options.Has("after-cursor");
        if (_options.Has("lines"))
        {
            string? text = _options.Value("lines");
            return text switch
            {
                null => DefaultLines,
                "all" => null,
                _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                    ? count
                    : throw new JournalctlFailure($"Failed to parse lines '{text}'"),
            };
        }

        if (_options.Has("follow"))
        {
            return _options.Has("no-tail") || startsSomewhere ? null : DefaultLines;
        }

        return _options.Has("pager-end") ? PagerEndLines : null;
    }

    private int Records(string directory, JournalQuery query, FormatOptions format)
    {
        int? lines = Lines();
        bool isQuiet = _options.Has("quiet") || (_mode is OutputMode.Export or OutputMode.Cat or OutputMode.Json or OutputMode.JsonPretty
            or OutputMode.JsonSse or OutputMode.JsonSeq && _options.Has("output"));
        bool follows = _options.Has("follow");
        using JournalctlPager pager = JournalctlPager.Open(!_options.Has("no-pager") && !follows, _options.Has("pager-end"));
        JournalctlPrinter printer = new(pager.Output, format, isQuiet);
        if (follows)
        {
            printer.Follow(directory, query, query.From is null ? lines : null);
        }
        else
        {
            using JournalReader reader = new(directory, query);
            foreach (JournalEntry entry in Selected(reader, query, lines))
            {
                printer.Write(entry);
            }
        }

        if (printer.Count == 0 && !isQuiet)
        {
            printer.Text("-- No entries --\n");
        }

        Finish(printer);
        return printer.Count == 0 && query.Grep is not null ? 1 : 0;
    }

    private IEnumerable<JournalEntry> Selected(JournalReader reader, JournalQuery query, int? lines)
    {
        int most = lines ?? int.MaxValue;
        if (_options.Has("reverse"))
        {
            return reader.ReadBackward().Take(most);
        }

        if (lines is { } tail && query.From is null && !_options.Has("since"))
        {
            most = reader.SeekTail(tail);
        }

        return reader.ReadAll().Take(most);
    }

    private void Finish(JournalctlPrinter printer)
    {
        if (printer.Last is { } last)
        {
            if (_options.Has("show-cursor"))
            {
                printer.Text($"-- cursor: {last.Cursor}\n");
            }

            if (_options.Value("cursor-file") is { } file)
            {
                File.WriteAllText(file, last.Cursor + "\n");
            }
        }

        printer.Flush();
    }
}
