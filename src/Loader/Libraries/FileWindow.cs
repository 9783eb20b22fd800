namespace Ptracer.Loader;

/// <summary>
/// A file's bytes through one small buffer: neighbouring fields cost one read, and no file, however large or wrong, costs
/// more memory than the buffer.
/// </summary>
internal sealed class FileWindow
{
    /// <summary>PATH_MAX: no string that is a name of a file is longer, bytes, with its NUL.</summary>
    internal const int MaxStringBytes = 4096;

    private const int Alignment = 4096;

    private readonly byte[] _buffer = new byte[Alignment + MaxStringBytes];

    private ReadAt _read = static (_, _) => 0;
    private ulong _start;
    private int _length;

    /// <summary>Turns to another file.</summary>
    internal void Attach(ReadAt read)
    {
        _read = read;
        _start = 0;
        _length = 0;
    }

    /// <summary>Bytes at an offset; false when the file ends before them.</summary>
    /// <param name="offset">Where, bytes.</param>
    /// <param name="count">How many, at most 4096.</param>
    /// <param name="bytes">Valid until the next call.</param>
    internal bool TryGet(ulong offset, int count, out ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> rest = From(offset, count);
        bytes = rest.Length >= count ? rest[..count] : default;
        return rest.Length >= count;
    }

    /// <summary>A string without its NUL; false when it has none within 4096 bytes.</summary>
    internal bool TryGetString(ulong offset, out ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> rest = From(offset, 1);
        int end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            rest = From(offset, MaxStringBytes);
            end = rest.IndexOf((byte)0);
        }

        text = end is >= 0 and < MaxStringBytes ? rest[..end] : default;
        return end is >= 0 and < MaxStringBytes;
    }

    // What is buffered from an offset on; read anew when that is less than wanted.
    private ReadOnlySpan<byte> From(ulong offset, int wanted)
    {
        if (offset > long.MaxValue - Alignment - MaxStringBytes)
        {
            return default;
        }

        if (offset < _start || offset + (ulong)wanted > _start + (ulong)_length)
        {
            _start = offset & ~(ulong)(Alignment - 1);
            _length = _read(_buffer, (long)_start);
        }

        ulong skip = offset - _start;
        return skip < (ulong)_length ? _buffer.AsSpan((int)skip, _length - (int)skip) : default;
    }
}
