using System.Diagnostics;
using System.Buffers;
using System.Text;
using Ptracer.Journal.Output;
using Ptracer.Journal.Reading;

namespace Ptracer.Journal.Tests;

/// <summary>A journal of ours made into a journal file of systemd's, by way of the export format, and read by journalctl.</summary>
public sealed class ReferenceJournal : JournalTest
{
    public const string Host = "phone";
    private const string Converter = "/lib/systemd/systemd-journal-remote";

    public ReferenceJournal()
    {
        WriteAll();
        using JournalReader reader = new(Place, new JournalQuery());
        Entries = [.. reader.ReadAll()];
        if (IsInstalled)
        {
            Import(Format(Entries, new FormatOptions { Mode = OutputMode.Export, Hostname = Host }));
        }
    }

    public string File => Path.Combine(Scratch, "reference.journal");

    public static bool IsInstalled => System.IO.File.Exists(Converter) && System.IO.File.Exists("/usr/bin/journalctl");

    internal IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>What is written with a format.</summary>
    internal static byte[] Format(IEnumerable<JournalEntry> entries, FormatOptions options)
    {
        ArrayBufferWriter<byte> output = new();
        JournalFormatter formatter = new(output, options);
        foreach (JournalEntry entry in entries)
        {
            formatter.Write(entry);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Makes the file of an export.</summary>
    private void Import(byte[] export)
    {
        string file = Path.Combine(Scratch, "entries.export");
        System.IO.File.WriteAllBytes(file, export);
        (int status, _, string errors) = Run(Converter, new(), $"--output={File}", file);
        if (status != 0)
        {
            throw new InvalidOperationException(errors);
        }
    }

    /// <summary>What journalctl prints of it.</summary>
    public (int Status, byte[] Output) Journalctl(string zone, string[] words, bool colors = false)
    {
        Dictionary<string, string> environment = new()
        {
            ["TZ"] = zone,
            ["LC_ALL"] = "C.UTF-8",
            ["SYSTEMD_COLORS"] = colors ? "1" : "0",
            ["SYSTEMD_URLIFY"] = "0",
        };
        (int status, byte[] output, string errors) = Run("journalctl", environment, ["--file", File, .. words]);
        return errors.Length == 0 || status != 0 ? (status, output) : throw new InvalidOperationException(errors);
    }

    private static (int Status, byte[] Output, string Errors) Run(
        string program, Dictionary<string, string> environment, params string[] words)
    {
        ProcessStartInfo start = new(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using MemoryStream output = new();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return (process.ExitCode, output.ToArray(), errors.Result);
    }

    /// <summary>Lines as text, with bytes that are no UTF-8 told apart.</summary>
    public static string[] Lines(byte[] output) => Encoding.Latin1.GetString(output).Split('\n');

    private void WriteAll()
    {
        long time = 1_793_000_000_123_456;
        using JournalWriter cups = Writer("cups.service");
        using JournalWriter nginx = Writer("nginx.service");
        JournalWriter[] writers = [cups, nginx];
        int number = 0;
        foreach (string text in Texts())
        {
            JournalField[] fields = number % 3 == 0
                ? [new("DATA"u8.ToArray(), new byte[] { 0, 1, 0xff, (byte)number }), new("LINES"u8.ToArray(), "one\ntwo"u8.ToArray()), new("SYSLOG_PID"u8.ToArray(), "77"u8.ToArray())]
                : number % 3 == 1 ? [new("TWICE"u8.ToArray(), "a"u8.ToArray()), new("TWICE"u8.ToArray(), "b"u8.ToArray())] : [];
            writers[number % 2].Append(new JournalRecord
            {
                Message = Encoding.Latin1.GetBytes(text),
                Identifier = number % 5 == 4 ? default : Encoding.ASCII.GetBytes("tag" + (number % 4)),
                Fields = fields,
                Pid = number % 4 == 0 ? 0 : 1000 + number,
                Priority = (byte)(number % 8),
                Facility = (byte)(number % 24),
                Stream = (JournalStream)(number % 6),
                LineBreak = (LineBreak)(number % 4),
                RealtimeUs = time += 12_345_678_901,
            });
            number++;
        }
    }

    private static IEnumerable<string> Texts()
    {
        yield return "plain";
        yield return "two\nlines";
        yield return "three\n\nlines\n";
        yield return "tab\there";
        yield return "\x1b[31mred\x1b[0m and \x1b]0;title\a.";
        yield return "\x1b[2J cleared";
        yield return "\x1b";
        yield return "nul\0inside";
        yield return "not utf-8 \xff\xfe";
        yield return Encoding.Latin1.GetString("ü € \U0001F600 text"u8);
        yield return Encoding.Latin1.GetString("c1 \u0085 control"u8);
        yield return "quote \" backslash \\ slash /";
        yield return new string('x', 500);
        yield return new string('y', 5000);
        yield return new string('\x01', 1500);
        yield return new string('\x02', 3_000_000 / 4);
        yield return "carriage\r";
        yield return "a=b";
        yield return "  spaces  ";
        yield return "\x7f";
        for (int number = 0; number < 40; number++)
        {
            yield return "record " + number;
        }
    }
}
