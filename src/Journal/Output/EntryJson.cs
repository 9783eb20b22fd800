using System.Buffers;
using System.Globalization;
using System.Text;
using Ptracer.Journal.Reading;

namespace Ptracer.Journal.Output;

/// <summary>
/// Records as JSON, as journalctl has them: all values are texts; one with bytes that are no text is an array of
/// numbers, one over 4 KiB is null unless all is asked for, and a field that is there several times is an array.
/// </summary>
internal sealed class EntryJson(IBufferWriter<byte> output, FormatOptions options)
{
    private const int LongValue = 4096;

    private readonly string _separator = options.Mode == OutputMode.JsonPretty ? " : " : ":";

    /// <summary>Writes a record.</summary>
    /// <param name="head">The fields that come first, by journalctl's names.</param>
    /// <param name="entry">The record.</param>
    public void Write(IEnumerable<(string Name, string Value)> head, JournalEntry entry)
    {
        OrderedFields fields = new();
        foreach ((string name, string value) in head)
        {
            fields.Add(name, Encoding.UTF8.GetBytes(value));
        }

        foreach (JournalField field in JournalFields.Of(entry, options.Hostname))
        {
            string name = Encoding.ASCII.GetString(field.Name.Span);
            if (options.Fields.Count == 0 || options.Fields.Contains(name))
            {
                fields.Add(name, field.Value);
            }
        }

        bool isPretty = options.Mode == OutputMode.JsonPretty;
        output.Write(options.Mode switch
        {
            OutputMode.JsonSse => "data: {"u8,
            OutputMode.JsonSeq => "\x1e{"u8,
            OutputMode.JsonPretty => "{\n"u8,
            _ => "{"u8,
        });
        string between = "";
        foreach ((string name, List<ReadOnlyMemory<byte>> values) in fields.All)
        {
            Put(between);
            Put(isPretty ? "\t" : "");
            Quote(Encoding.ASCII.GetBytes(name));
            Put(_separator);
            Values(name, values, isPretty);
            between = isPretty ? ",\n" : ",";
        }

        Put(isPretty ? "\n}\n" : "}\n");
        Put(options.Mode == OutputMode.JsonSse ? "\n" : "");
    }

    private void Values(string name, List<ReadOnlyMemory<byte>> values, bool isPretty)
    {
        if (values.Count == 1)
        {
            Value(name, values[0].Span, isPretty, "\t");
            return;
        }

        Put(isPretty ? "[\n" : "[");
        for (int index = 0; index < values.Count; index++)
        {
            Put(index == 0 ? "" : isPretty ? ",\n" : ",");
            Put(isPretty ? "\t\t" : "");
            Value(name, values[index].Span, isPretty, "\t\t");
        }

        Put(isPretty ? "\n\t]" : "]");
    }

    private void Value(string name, ReadOnlySpan<byte> value, bool isPretty, string indent)
    {
        if (!options.ShowsAll && name.Length + 1 + value.Length >= LongValue)
        {
            Put("null");
        }
        else if (Printable.IsText(value))
        {
            Quote(value);
        }
        else
        {
            Put(isPretty ? "[\n" : "[");
            for (int index = 0; index < value.Length; index++)
            {
                Put(index == 0 ? "" : isPretty ? ",\n" : ",");
                Put(isPretty ? indent + "\t" : "");
                Put(value[index].ToString(CultureInfo.InvariantCulture));
            }

            Put(isPretty ? $"\n{indent}]" : "]");
        }
    }

    private void Quote(ReadOnlySpan<byte> text)
    {
        Put("\"");
        while (text.IndexOfAny("\"\\\n\t"u8) is int special and >= 0)
        {
            output.Write(text[..special]);
            output.Write(text[special] switch
            {
                (byte)'"' => "\\\""u8,
                (byte)'\\' => "\\\\"u8,
                (byte)'\n' => "\\n"u8,
                _ => "\\t"u8,
            });
            text = text[(special + 1)..];
        }

        output.Write(text);
        Put("\"");
    }

    private void Put(string text) => Encoding.UTF8.GetBytes(text, output);

    /// <summary>Fields in the order of their first values.</summary>
    private sealed class OrderedFields
    {
        private readonly Dictionary<string, List<ReadOnlyMemory<byte>>> _values = [];

        public List<(string Name, List<ReadOnlyMemory<byte>> Values)> All { get; } = [];

        public void Add(string name, ReadOnlyMemory<byte> value)
        {
            if (!_values.TryGetValue(name, out List<ReadOnlyMemory<byte>>? values))
            {
                values = [];
                _values.Add(name, values);
                All.Add((name, values));
            }

            values.Add(value);
        }
    }
}
