using System.Buffers.Binary;

namespace Ptracer.Loader.Tests;

/// <summary>
/// Makes small ELF files. Unless told otherwise, a static program at 0x400000 of two pages: headers and strings in the
/// first, and in the second, code that writes its own stack (see <see cref="StackDump"/>) and exits with 0.
/// </summary>
internal sealed class ElfBuilder
{
    public const int InterpreterPathOffset = 0x1800;
    private const int CodeOffset = 0x1000;

    private readonly List<Header> _headers = [];

    /// <summary>A program header; its size in the file and in memory are two pages unless told.</summary>
    internal readonly record struct Header(
        uint Type, uint Flags = 5, ulong Offset = 0, ulong Address = 0x400000, ulong FileSize = 0x2000,
        ulong MemorySize = 0x2000, ulong Alignment = 0x1000);

    public ushort Type { get; set; } = 2;

    public ushort Machine { get; set; } = 62;

    public byte Class { get; set; } = 2;

    public byte Data { get; set; } = 1;

    public ulong Entry { get; set; } = 0x401000;

    public ulong TableOffset { get; set; } = 64;

    public ushort HeaderSize { get; set; } = 56;

    public ushort? HeaderCount { get; set; }

    /// <summary>Whether the headers are those of 32 bits; see <see cref="I386"/>.</summary>
    public bool Is32 { get; private init; }

    public int FileLength { get; set; } = 0x2000;

    public byte[] InterpreterBytes { get; set; } = [];

    /// <summary>A position-independent program or interpreter.</summary>
    public static ElfBuilder Pie() => new() { Type = 3, Entry = 0x1000 };

    /// <summary>The same static program for i386.</summary>
    public static ElfBuilder I386() => new()
    {
        Is32 = true,
        Machine = 3,
        Class = 1,
        TableOffset = 52,
        HeaderSize = 32,
    };

    /// <summary>A position-independent program or interpreter for i386.</summary>
    public static ElfBuilder I386Pie()
    {
        ElfBuilder builder = I386();
        builder.Type = 3;
        builder.Entry = 0x1000;
        return builder;
    }

    public ElfBuilder With(Header header)
    {
        _headers.Add(header);
        return this;
    }

    public ElfBuilder WithLoad() => With(new(Type: 1, Address: Type == 3 ? 0u : 0x400000u));

    public ElfBuilder WithStack(uint flags) => With(new(Type: 0x6474e551, Flags: flags));

    public ElfBuilder WithInterpreter(byte[] bytes)
    {
        InterpreterBytes = bytes;
        ulong length = (ulong)bytes.Length;
        return With(new(3, 4, InterpreterPathOffset, 0, length, length, 1));
    }

    public ElfBuilder WithNull(int count)
    {
        for (int i = 0; i < count; i++)
        {
            With(new(Type: 0));
        }

        return this;
    }

    public byte[] Build()
    {
        byte[] file = new byte[Math.Max(FileLength, 0x2000)];
        "\u007fELF"u8.CopyTo(file);
        file[4] = Class;
        file[5] = Data;
        file[6] = 1;
        Put16(file, 16, Type);
        Put16(file, 18, Machine);
        PutFields(file);
        int size = Is32 ? 32 : 56;
        bool hasTable = TableOffset <= (ulong)file.Length - (ulong)_headers.Count * (ulong)size;
        for (int i = 0; hasTable && i < _headers.Count; i++)
        {
            PutHeader(file.AsSpan((int)TableOffset + i * size), _headers[i]);
        }

        (Is32 ? StackDump.CodeOfI386 : StackDump.Code).CopyTo(file.AsSpan(CodeOffset));
        InterpreterBytes.CopyTo(file.AsSpan(InterpreterPathOffset));
        return file[..FileLength];
    }

    private void PutFields(Span<byte> file)
    {
        ushort count = HeaderCount ?? (ushort)_headers.Count;
        if (Is32)
        {
            Put32(file, 24, Entry);
            Put32(file, 28, TableOffset);
            Put16(file, 40, 52);
            Put16(file, 42, HeaderSize);
            Put16(file, 44, count);
            return;
        }

        Put64(file, 24, Entry);
        Put64(file, 32, TableOffset);
        Put16(file, 52, 64);
        Put16(file, 54, HeaderSize);
        Put16(file, 56, count);
    }

    private void PutHeader(Span<byte> at, Header header)
    {
        if (Is32)
        {
            Put32(at, 0, header.Type);
            Put32(at, 4, header.Offset);
            Put32(at, 8, header.Address);
            Put32(at, 12, header.Address);
            Put32(at, 16, header.FileSize);
            Put32(at, 20, header.MemorySize);
            Put32(at, 24, header.Flags);
            Put32(at, 28, header.Alignment);
            return;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(at, header.Type);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], header.Flags);
        Put64(at, 8, header.Offset);
        Put64(at, 16, header.Address);
        Put64(at, 24, header.Address);
        Put64(at, 32, header.FileSize);
        Put64(at, 40, header.MemorySize);
        Put64(at, 48, header.Alignment);
    }

    private static void Put16(Span<byte> at, int offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);

    private static void Put32(Span<byte> at, int offset, ulong value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], checked((uint)value));

    private static void Put64(Span<byte> at, int offset, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(at[offset..], value);
}
