using System.Globalization;

namespace Ptracer.Loader.Tests;

/// <summary>What `readelf -lW` says of a file.</summary>
internal sealed class ReadelfOutput
{
    /// <summary>One LOAD line.</summary>
    internal readonly record struct Load(ulong Offset, ulong Address, ulong FileSize, ulong MemorySize, string Flags)
    {
        public static Load Of(LoadSegment segment) => new(
            segment.FileOffset, segment.VirtualAddress, segment.FileSize, segment.MemorySize,
            (segment.Protection.HasFlag(Protection.Read) ? "R" : "")
            + (segment.Protection.HasFlag(Protection.Write) ? "W" : "")
            + (segment.Protection.HasFlag(Protection.Execute) ? "E" : ""));
    }

    public ulong Entry { get; private set; }

    public bool IsExec { get; private set; }

    public int HeaderCount { get; private set; }

    public string? Interpreter { get; private set; }

    public StackExecutability Stack { get; private set; }

    public ulong? HeadersAddress { get; private set; }

    public ulong MaxAlignment { get; private set; }

    public List<Load> Loads { get; } = [];

    public static ReadelfOutput Parse(string text)
    {
        ReadelfOutput result = new();
        foreach (string line in text.Split('\n'))
        {
            result.ParseLine(line.Trim());
        }

        return result;
    }

    private void ParseLine(string line)
    {
        const string InterpreterPrefix = "[Requesting program interpreter: ";
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["Elf", "file", "type", "is", string type, ..]:
                IsExec = type == "EXEC";
                break;
            case ["Entry", "point", string entry]:
                Entry = Hex(entry);
                break;
            case ["There", "are", string count, "program", ..]:
                HeaderCount = int.Parse(count, CultureInfo.InvariantCulture);
                break;
            case ["LOAD", string offset, string address, _, string fileSize, string memorySize, ..]:
                Loads.Add(new(Hex(offset), Hex(address), Hex(fileSize), Hex(memorySize), string.Concat(words[6..^1])));
                MaxAlignment = Math.Max(MaxAlignment, Hex(words[^1]));
                break;
            case ["PHDR", _, string address, ..]:
                HeadersAddress = Hex(address);
                break;
            case ["GNU_STACK", .., string flags, _]:
                Stack = flags.EndsWith('E') ? StackExecutability.Enabled : StackExecutability.Disabled;
                break;
            default:
                if (line.StartsWith(InterpreterPrefix, StringComparison.Ordinal))
                {
                    Interpreter = line[InterpreterPrefix.Length..^1];
                }

                break;
        }
    }

    private static ulong Hex(string text) => Convert.ToUInt64(text, 16);
}
