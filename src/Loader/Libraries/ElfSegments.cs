namespace Ptracer.Loader;

/// <summary>
/// The program headers of a file, of any class and byte order: where its interpreter and dynamic section lie, and where
/// in the file an address is.
/// </summary>
internal sealed class ElfSegments
{
    private const ulong PageMask = 0xfff;

    private readonly List<(ulong Address, ulong Offset, ulong Size)> _loads = [];

    /// <summary>PT_INTERP: the first, as for the kernel; a size of 0: none.</summary>
    public (ulong Offset, ulong Size) Interpreter { get; private set; }

    /// <summary>PT_DYNAMIC: the last, as for ld.so; a size of 0: none.</summary>
    public (ulong Offset, ulong Size) Dynamic { get; private set; }

    /// <summary>Takes one header.</summary>
    public void Add(ElfIdentity identity, ReadOnlySpan<byte> header)
    {
        int word = identity.AddressBytes;
        bool is64 = word == 8;
        ulong offset = identity.Address(header[(is64 ? 8 : 4)..]);
        ulong address = identity.Address(header[(is64 ? 16 : 8)..]);
        ulong size = identity.Address(header[(is64 ? 32 : 16)..]);
        switch ((ProgramHeaderType)identity.Word(header))
        {
            case ProgramHeaderType.Load:
                _loads.Add((address, offset, size));
                break;
            case ProgramHeaderType.Interpreter when Interpreter.Size == 0:
                Interpreter = (offset, size);
                break;
            case ProgramHeaderType.Dynamic:
                Dynamic = (offset, size);
                break;
        }
    }

    /// <summary>The file's place of an address that a segment maps.</summary>
    public bool TryFind(ulong address, out ulong offset)
    {
        foreach ((ulong start, ulong fileOffset, ulong size) in _loads)
        {
            if (address >= start && address - start < size)
            {
                offset = fileOffset + (address - start);
                return offset >= fileOffset;
            }
        }

        // mmap(2) maps whole pages: what lies before a segment on its first page is there too.
        foreach ((ulong start, ulong fileOffset, _) in _loads)
        {
            ulong before = start - address;
            if (address < start && before <= (start & PageMask) && before <= fileOffset)
            {
                offset = fileOffset - before;
                return true;
            }
        }

        offset = 0;
        return false;
    }
}
