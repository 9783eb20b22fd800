namespace Ptracer.Loader;

/// <summary>A view of a file's table of program headers, over bytes the caller keeps.</summary>
internal readonly ref struct ProgramHeaders
{
    /// <summary>PATH_MAX: the longest PT_INTERP, bytes, including the NUL.</summary>
    internal const int MaxInterpreterPathSizeBytes = 4096;

    private const ulong MinInterpreterPathSizeBytes = 2;

    private readonly ReadOnlySpan<byte> _table;
    private readonly ElfMachine _machine;

    private ProgramHeaders(ReadOnlySpan<byte> table, ElfMachine machine)
    {
        _table = table;
        _machine = machine;
    }

    /// <summary>Number of headers, 1 to 2048.</summary>
    internal int Count => _table.Length / ProgramHeader.SizeBytes(_machine);

    /// <summary>Decodes one header.</summary>
    internal ProgramHeader this[int index] =>
        new(_table[(index * ProgramHeader.SizeBytes(_machine))..], _machine);

    /// <summary>
    /// Takes the bytes read at <see cref="ElfHeader.ProgramHeaderOffset"/>. Errors: too few bytes, ENOEXEC for a
    /// program and ELIBBAD for an interpreter.
    /// </summary>
    internal static LoadError TryRead(in ElfHeader header, ReadOnlySpan<byte> tableBytes, out ProgramHeaders headers)
    {
        headers = default;
        if (header.ProgramHeaderCount == 0 || tableBytes.Length < header.ProgramHeadersSizeBytes)
        {
            return LoadError.TruncatedHeaders.For(header.Role);
        }

        headers = new(tableBytes[..header.ProgramHeadersSizeBytes], header.Machine);
        return LoadError.None;
    }

    /// <summary>
    /// Takes the table from the file's first bytes, if it lies there as it does in nearly every file.
    /// </summary>
    /// <returns>False when the caller must read it at <see cref="ElfHeader.ProgramHeaderOffset"/>.</returns>
    internal static bool TryReadFromStart(
        in ElfHeader header, ReadOnlySpan<byte> fileStart, out ProgramHeaders headers)
    {
        headers = default;
        ulong sizeBytes = (ulong)header.ProgramHeadersSizeBytes;
        if (header.ProgramHeaderOffset > (ulong)fileStart.Length
            || (ulong)fileStart.Length - header.ProgramHeaderOffset < sizeBytes)
        {
            return false;
        }

        return TryRead(header, fileStart[(int)header.ProgramHeaderOffset..], out headers) == LoadError.None;
    }

    /// <summary>
    /// Finds the first PT_INTERP, the only one that counts. The size is 0 when there is none; it includes the NUL.
    /// Errors: ENOEXEC for a size the kernel refuses, EINVAL for an offset that is none.
    /// </summary>
    internal LoadError TryGetInterpreter(out ulong fileOffset, out int sizeBytes)
    {
        fileOffset = 0;
        sizeBytes = 0;
        for (int i = 0; i < Count; i++)
        {
            ProgramHeader header = this[i];
            if (header.Type != ProgramHeaderType.Interpreter)
            {
                continue;
            }

            if (header.FileSize is < MinInterpreterPathSizeBytes or > MaxInterpreterPathSizeBytes)
            {
                return LoadError.BadInterpreterPath;
            }

            if (header.FileOffset > long.MaxValue - header.FileSize)
            {
                return LoadError.BadInterpreterOffset;
            }

            fileOffset = header.FileOffset;
            sizeBytes = (int)header.FileSize;
            return LoadError.None;
        }

        return LoadError.None;
    }

    /// <summary>What the last PT_GNU_STACK says.</summary>
    internal StackExecutability GetStackExecutability()
    {
        StackExecutability stack = StackExecutability.Default;
        for (int i = 0; i < Count; i++)
        {
            ProgramHeader header = this[i];
            if (header.Type == ProgramHeaderType.GnuStack)
            {
                stack = (header.Flags & SegmentFlags.Execute) != 0
                    ? StackExecutability.Enabled
                    : StackExecutability.Disabled;
            }
        }

        return stack;
    }
}
