using System.Buffers.Text;

namespace Ptracer.Packer.Archives;

/// <summary>
/// Which parts of a sparse file a tar archive holds: GNU tar's old form and its pax forms 0.0, 0.1 and 1.0 (tar's manual,
/// "Storing Sparse Files"). Parts come in order and do not overlap; their bytes follow one another in the content.
/// </summary>
internal sealed class SparseMap
{
    private const int MaxParts = 1024 * 1024;
    private const int FieldBytes = 12;

    private readonly List<(long Offset, long SizeBytes)> _parts = [];
    private readonly List<byte> _digits = [];
    private long _wanted = -1;
    private long? _offset;

    /// <summary>The parts.</summary>
    public IReadOnlyList<(long Offset, long SizeBytes)> Parts => _parts;

    /// <summary>The file's own size, zeros included.</summary>
    public long FileBytes { get; private set; }

    /// <summary>The size that a pax header gives.</summary>
    public static bool TrySize(PaxReader pax, out long sizeBytes)
    {
        byte[] text = pax.Text("GNU.sparse.realsize") ?? pax.Text("GNU.sparse.size") ?? [];
        return Utf8Parser.TryParse(text, out sizeBytes, out int used) && used == text.Length;
    }

    /// <summary>Adds the pairs of a block of the old form, up to the first empty one.</summary>
    public bool TryAddBlock(ReadOnlySpan<byte> pairs)
    {
        for (; !pairs.IsEmpty && pairs[0] != 0; pairs = pairs[(2 * FieldBytes)..])
        {
            if (!TarFields.TryNumber(pairs[..FieldBytes], out long offset)
                || !TarFields.TryNumber(pairs.Slice(FieldBytes, FieldBytes), out long size)
                || !TryAdd(offset, size))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the parts of the forms 0.0 and 0.1.</summary>
    public bool TryAdd(PaxReader pax)
    {
        List<long> numbers = [.. pax.SparseNumbers];
        foreach (Range range in (pax.Text("GNU.sparse.map") ?? []).AsSpan().Split((byte)','))
        {
            ReadOnlySpan<byte> text = (pax.Text("GNU.sparse.map") ?? [])[range];
            if (!text.IsEmpty)
            {
                bool isNumber = Utf8Parser.TryParse(text, out long number, out int used) && used == text.Length;
                numbers.Add(isNumber ? number : -1);
            }
        }

        for (int at = 0; at + 1 < numbers.Count; at += 2)
        {
            if (!TryAdd(numbers[at], numbers[at + 1]))
            {
                return false;
            }
        }

        return numbers.Count % 2 == 0;
    }

    /// <summary>Adds a block of the map of form 1.0.</summary>
    /// <returns>Whether the map is whole; null: it is damaged.</returns>
    public bool? AddText(ReadOnlySpan<byte> block)
    {
        const int MostDigits = 19;
        foreach (byte value in block)
        {
            if (value != '\n')
            {
                _digits.Add(value);
                if (_digits.Count > MostDigits)
                {
                    return null;
                }

                continue;
            }

            if (!Utf8Parser.TryParse(_digits.ToArray(), out long number, out int used) || used != _digits.Count || !TryTake(number))
            {
                return null;
            }

            _digits.Clear();
            if (_wanted == _parts.Count)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All parts are there.</summary>
    /// <param name="fileBytes">The file's own size.</param>
    /// <param name="contentBytes">What the archive holds of it.</param>
    public bool TryEnd(long fileBytes, long contentBytes)
    {
        long sum = 0;
        foreach ((long _, long size) in _parts)
        {
            sum += size;
        }

        FileBytes = fileBytes;
        bool isInside = _parts.Count == 0 || _parts[^1].Offset + _parts[^1].SizeBytes <= fileBytes;
        return fileBytes >= 0 && sum == contentBytes && isInside;
    }

    private bool TryTake(long number)
    {
        if (_wanted < 0)
        {
            _wanted = number;
            return number is >= 0 and <= MaxParts;
        }

        if (_offset is { } offset)
        {
            _offset = null;
            return TryAdd(offset, number);
        }

        _offset = number;
        return true;
    }

    private bool TryAdd(long offset, long sizeBytes)
    {
        long end = _parts.Count == 0 ? 0 : _parts[^1].Offset + _parts[^1].SizeBytes;
        bool isRight = sizeBytes >= 0 && offset >= end && offset <= long.MaxValue / 2 && sizeBytes <= long.MaxValue / 2
            && _parts.Count < MaxParts;
        _parts.Add((offset, sizeBytes));
        return isRight;
    }
}
