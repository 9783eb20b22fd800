namespace Ptracer.Paths;

/// <summary>A path being built, in bytes, always followed by a NUL. Reused between stops: it never shrinks.</summary>
internal sealed class PathBuffer(int capacity)
{
    /// <summary>Not cleared: start-up would pay for touching it, and nothing reads beyond the length.</summary>
    private readonly byte[] _bytes = MakeBytes(capacity + 1);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>The path with its NUL.</summary>
    public ReadOnlySpan<byte> WithNul => _bytes.AsSpan(0, Length + 1);

    /// <summary>The whole room, to be filled by a call and declared with <see cref="SetLength"/>.</summary>
    public Span<byte> Room => _bytes.AsSpan(0, _bytes.Length - 1);

    private static byte[] MakeBytes(int size)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        bytes[0] = 0;
        return bytes;
    }

    public void SetLength(int length)
    {
        Length = length;
        _bytes[length] = 0;
    }

    public bool Set(ReadOnlySpan<byte> path)
    {
        Length = 0;
        return Append(path);
    }

    public bool Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _bytes.Length - 1 - Length)
        {
            return false;
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        SetLength(Length + bytes.Length);
        return true;
    }

    /// <summary>Appends <c>/name</c>; the root is the empty path, so no slash is ever doubled.</summary>
    public bool AppendComponent(ReadOnlySpan<byte> name) => Append("/"u8) && Append(name);

    /// <summary>Removes the last component.</summary>
    public void RemoveLast() => SetLength(Math.Max(0, Span.LastIndexOf((byte)'/')));
}
