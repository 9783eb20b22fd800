using System.Buffers.Text;

namespace Ptracer.Packer.Archives;

/// <summary>Reads the records of a pax extended header (pax(1)): <c>LENGTH KEY=VALUE\n</c>.</summary>
internal sealed class PaxReader
{
    private readonly Dictionary<string, byte[]> _values = [];

    /// <summary>Whether the member is a sparse file, stored in a form of GNU tar's.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>A value, or null.</summary>
    public byte[]? Text(string key) => _values.GetValueOrDefault(key);

    /// <summary>A number, if there is one. False: it is none.</summary>
    public bool TryNumber(string key, Action<long> take)
    {
        if (Text(key) is not { } text)
        {
            return true;
        }

        bool isNumber = Utf8Parser.TryParse(text, out long number, out int used) && used == text.Length;
        if (isNumber)
        {
            take(number);
        }

        return isNumber;
    }

    /// <summary>Reads records over those that there are. False: they are damaged.</summary>
    public bool TryAdd(ReadOnlySpan<byte> records)
    {
        while (!records.IsEmpty)
        {
            if (!Utf8Parser.TryParse(records, out int length, out int digits) || length <= digits + 1 || length > records.Length)
            {
                return false;
            }

            ReadOnlySpan<byte> record = records[digits..length];
            int equals = record.IndexOf((byte)'=');
            if (record[0] != ' ' || record[^1] != '\n' || equals < 2)
            {
                return false;
            }

            Add(System.Text.Encoding.UTF8.GetString(record[1..equals]), record[(equals + 1)..^1]);
            records = records[length..];
        }

        return true;
    }

    private void Add(string key, ReadOnlySpan<byte> value)
    {
        IsSparse |= key.StartsWith("GNU.sparse.", StringComparison.Ordinal);
        if (key is "path" or "linkpath" or "size" or "uid" or "gid" or "mtime")
        {
            _values[key] = value.ToArray();
        }
    }
}
