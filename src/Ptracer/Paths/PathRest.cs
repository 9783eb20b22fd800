namespace Ptracer.Paths;

/// <summary>What is left of a path to walk: it stands at the end of a buffer, and a link's target is put in front of it.</summary>
internal sealed class PathRest
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(16 * Resolution.PathMax, pinned: true);
    private int _start;

    public bool IsEmpty => _start == _bytes.Length;

    public void Clear() => _start = _bytes.Length;

    /// <summary>Takes the first component away: false if there is none.</summary>
    /// <param name="name">The component; valid until something is put in front.</param>
    /// <param name="isLast">None follows it.</param>
    /// <param name="hasSlash">A slash follows it.</param>
    public bool TryTake(out ReadOnlySpan<byte> name, out bool isLast, out bool hasSlash)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(_start).TrimStart((byte)'/');
        int end = rest.IndexOf((byte)'/');
        name = end < 0 ? rest : rest[..end];
        ReadOnlySpan<byte> after = end < 0 ? default : rest[end..];
        hasSlash = !after.IsEmpty;
        isLast = after.TrimStart((byte)'/').IsEmpty;
        if (!name.IsEmpty)
        {
            _start = isLast ? _bytes.Length : _bytes.Length - after.Length;
        }

        return !name.IsEmpty;
    }

    /// <summary>Puts a path in front, and a slash between: false if there is no room.</summary>
    public bool Prepend(ReadOnlySpan<byte> text)
    {
        if (text.Length + 1 > _start)
        {
            return false;
        }

        if (!IsEmpty && text is not [.., (byte)'/'])
        {
            _bytes[--_start] = (byte)'/';
        }

        _start -= text.Length;
        text.CopyTo(_bytes.AsSpan(_start));
        return true;
    }
}
