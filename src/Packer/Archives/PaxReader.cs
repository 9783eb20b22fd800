using System.Buffers.Text;
using System.Text;

namespace Ptracer.Packer.Archives;

/// <summary>Reads the records of a pax extended header (pax(1)): <c>LENGTH KEY=VALUE\n</c>.</summary>
internal sealed class PaxReader
{
    private const string AttributePrefix = "SCHILY.xattr.";
    private const string SparsePrefix = "GNU.sparse.";

    private readonly Dictionary<string, byte[]> _values = [];
    private readonly List<(byte[] Name, byte[] Value)> _attributes = [];

    /// <summary>Extended attributes (SCHILY.xattr), by name.</summary>
    public IReadOnlyList<(byte[] Name, byte[] Value)> Attributes => _attributes;

    /// <summary>GNU.sparse.offset and GNU.sparse.numbytes of form 0.0, in the order they came.</summary>
    public List<long> SparseNumbers { get; } = [];

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

            if (!TryAdd(Encoding.UTF8.GetString(record[1..equals]), record[1..equals], record[(equals + 1)..^1]))
            {
                return false;
            }

            records = records[length..];
        }

        return true;
    }

    private bool TryAdd(string key, ReadOnlySpan<byte> keyBytes, ReadOnlySpan<byte> value)
    {
        bool isSparse = key.StartsWith(SparsePrefix, StringComparison.Ordinal);
        IsSparse |= isSparse;
        if (key is "GNU.sparse.offset" or "GNU.sparse.numbytes")
        {
            bool isNumber = Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length;
            SparseNumbers.Add(number);
            return isNumber;
        }

        if (isSparse || key is "path" or "linkpath" or "size" or "uid" or "gid" or "mtime")
        {
            _values[key] = value.ToArray();
        }
        else if (key.StartsWith(AttributePrefix, StringComparison.Ordinal))
        {
            _attributes.Add((keyBytes[AttributePrefix.Length..].ToArray(), value.ToArray()));
        }

        return true;
    }
}
