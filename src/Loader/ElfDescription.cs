using System.Buffers.Binary;
using System.Globalization;

namespace Ptracer.Loader;

/// <summary>Names a file's kind for a message: why a program cannot run here.</summary>
internal static class ElfDescription
{
    private const int IdentSizeBytes = 16;
    private const int MachineEnd = 20;
    private const int Header32SizeBytes = 52;
    private const int TypeOffset = 16;
    private const int MachineOffset = 18;
    private const byte BigEndian = 2;

    /// <summary>
    /// Says what the first bytes of a file are: "a 64-bit x86-64 program", "a 32-bit i386 program", "a truncated ELF
    /// file", "a script", "not an ELF file".
    /// </summary>
    internal static string Describe(ReadOnlySpan<byte> fileStart)
    {
        if (fileStart.IsEmpty)
        {
            return "an empty file";
        }

        if (fileStart.StartsWith("#!"u8))
        {
            return "a script";
        }

        if (!ElfHeader.IsElf(fileStart))
        {
            return "not an ELF file";
        }

        return IsTruncated(fileStart) ? "a truncated ELF file" : DescribeElf(fileStart);
    }

    private static bool IsTruncated(ReadOnlySpan<byte> bytes) =>
        bytes.Length < IdentSizeBytes
        || bytes.Length < (bytes[4] == 1 ? Header32SizeBytes : ElfHeader.SizeBytes);

    private static string DescribeElf(ReadOnlySpan<byte> bytes)
    {
        bool isBigEndian = bytes[5] == BigEndian;
        ReadOnlySpan<byte> fields = bytes[..MachineEnd];
        ushort type = Read(fields[TypeOffset..], isBigEndian);
        ushort machine = Read(fields[MachineOffset..], isBigEndian);
        string name = MachineName(machine, bytes[4], isBigEndian);
        string kind = (ElfType)type switch
        {
            ElfType.Exec or ElfType.Dyn => "program",
            ElfType.Relocatable => "object file",
            ElfType.Core => "core dump",
            _ => "ELF file of unknown type",
        };
        return (name[0] is 'a' or 'i' ? "an " : "a ") + name + " " + kind;
    }

    private static ushort Read(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static string MachineName(ushort machine, byte elfClass, bool isBigEndian) => machine switch
    {
        2 or 43 => "sparc",
        3 or 6 => "32-bit i386",
        8 => elfClass == 1 ? "32-bit mips" : "64-bit mips",
        20 => "32-bit powerpc",
        21 => isBigEndian ? "64-bit powerpc" : "64-bit little-endian powerpc",
        22 => "s390x",
        40 => "32-bit arm",
        62 => elfClass == 1 ? "32-bit x32" : "64-bit x86-64",
        183 => "arm64",
        243 => elfClass == 1 ? "32-bit risc-v" : "64-bit risc-v",
        258 => "loongarch",
        _ => string.Create(CultureInfo.InvariantCulture, $"machine-{machine}"),
    };
}
