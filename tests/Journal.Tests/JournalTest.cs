using System.Text;
using Ptracer.Journal.Reading;

namespace Ptracer.Journal.Tests;

/// <summary>The base of tests with a journal on disk.</summary>
public abstract class JournalTest : IDisposable
{
    private protected static JournalId Boot { get; } = new(0x0123456789abcdef);

    private protected static JournalLimits Small { get; } = new() { SegmentBytes = 4096, UnitBytes = 1 << 20 };

    protected string Scratch { get; } = Directory.CreateTempSubdirectory("journal-").FullName;

    protected string Place => Path.Combine(Scratch, "journal");

    public void Dispose()
    {
        Directory.Delete(Scratch, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected JournalWriter Writer(string unit = "a.service", JournalLimits? limits = null, JournalId? boot = null) =>
        JournalWriter.Open(Place, unit, boot ?? Boot, limits ?? new JournalLimits());

    private protected static void Say(JournalWriter writer, string text, long realtimeUs = 0, byte priority = 6) =>
        writer.Append(new JournalRecord
        {
            Message = Encoding.UTF8.GetBytes(text),
            Identifier = "test"u8,
            RealtimeUs = realtimeUs,
            Priority = priority,
        });

    private protected void Write(int count, JournalLimits? limits = null, string unit = "a.service", int first = 1)
    {
        using JournalWriter writer = Writer(unit, limits);
        for (int number = first; number < first + count; number++)
        {
            Say(writer, $"line {number}", 1_000_000L * number);
        }
    }

    private protected List<string> Read(JournalQuery? query = null)
    {
        using JournalReader reader = new(Place, query ?? new JournalQuery());
        return [.. reader.ReadAll().Select(Text)];
    }

    private protected List<string> ReadBackward(JournalQuery? query = null)
    {
        using JournalReader reader = new(Place, query ?? new JournalQuery());
        return [.. reader.ReadBackward().Select(Text)];
    }

    internal static string Text(JournalEntry entry) => Encoding.UTF8.GetString(entry.Message);

    private protected static List<string> Lines(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(n => $"line {n}")];

    private protected string UnitDirectory(string unit = "a.service") => Path.Combine(Place, unit);

    private protected string[] Segments(string unit = "a.service") =>
        [.. Directory.GetFiles(UnitDirectory(unit), "*.journal").Order(StringComparer.Ordinal)];
}
