using System.Buffers.Binary;
using System.Text;

namespace Ptracer.Diagnostics;

/// <summary>The little that the doctor looks at in an ELF file: see elf(5). Bounds are checked; it is not a loader.</summary>
internal readonly record struct ElfGlance(ElfKind Kind, ushort Machine, string? Interpreter)
{
    /// <summary>e_machine of i386.</summary>
    public const ushort MachineI386 = 3;

    /// <summary>e_machine of x86-64.</summary>
    public const ushort MachineX64 = 62;

    private const uint SegmentInterpreter = 3;

    /// <summary>Looks at the first bytes of a file.</summary>
    public static ElfGlance Of(ReadOnlySpan<byte> file)
    {
        if (file.Length < 52 || !file.StartsWith("\x7f"u8) || !file[1..].StartsWith("ELF"u8))
        {
            return new ElfGlance(ElfKind.NotElf, 0, null);
        }

        ElfKind kind = (file[4], file[5]) switch
        {
            (1, 1) => ElfKind.Elf32,
            (2, 1) when file.Length >= 64 => ElfKind.Elf64,
            _ => ElfKind.Foreign,
        };
        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(file[18..]);
        return new ElfGlance(kind, machine, kind == ElfKind.Foreign ? null : ReadInterpreter(file, kind == ElfKind.Elf64));
    }

    private static string? ReadInterpreter(ReadOnlySpan<byte> file, bool is64)
    {
        int size = is64 ? 56 : 32;
        ulong offset = Word(file, is64 ? 32 : 28, is64);
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 56 : 44)..]);
        bool isUsual = BinaryPrimitives.ReadUInt16LittleEndian(file[(is64 ? 54 : 42)..]) == size;
        for (int index = 0; index < count && isUsual; index++)
        {
            ulong at = offset + (ulong)(index * size);
            if (at > (ulong)file.Length || (ulong)file.Length - at < (ulong)size)
            {
                return null;
            }

            ReadOnlySpan<byte> segment = file[(int)at..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(segment) == SegmentInterpreter)
            {
                return Text(file, Word(segment, is64 ? 8 : 4, is64));
            }
        }

        return null;
    }

    private static ulong Word(ReadOnlySpan<byte> bytes, int offset, bool is64) => is64
        ? BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static string? Text(ReadOnlySpan<byte> file, ulong offset)
    {
        if (offset >= (ulong)file.Length)
        {
            return null;
        }

        ReadOnlySpan<byte> rest = file[(int)offset..];
        int length = rest.IndexOf((byte)0);
        return length < 0 ? null : Encoding.UTF8.GetString(rest[..length]);
    }
}

/// <summary>What kind of file it is.</summary>
internal enum ElfKind
{
    /// <summary>No ELF file.</summary>
    NotElf,

    /// <summary>Little-endian, 32 bits.</summary>
    Elf32,

    /// <summary>Little-endian, 64 bits.</summary>
    Elf64,

    /// <summary>Big-endian, or damaged.</summary>
    Foreign,
}
