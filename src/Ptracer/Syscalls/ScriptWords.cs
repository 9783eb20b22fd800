namespace Ptracer.Syscalls;

/// <summary>The words that take the place of argv[0] when a script is executed; each nesting puts more in front.</summary>
internal sealed class ScriptWords
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(16 * 1024, pinned: true);
    private int _start;

    public ScriptWords() => Clear();

    public int Count { get; private set; }

    /// <summary>The words one after another, each with its NUL.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start);

    public void Clear()
    {
        _start = _bytes.Length;
        Count = 0;
    }

    public bool Prepend(ReadOnlySpan<byte> word)
    {
        if (word.Length + 1 > _start)
        {
            return false;
        }

        _bytes[--_start] = 0;
        _start -= word.Length;
        word.CopyTo(_bytes.AsSpan(_start));
        Count++;
        return true;
    }
}
