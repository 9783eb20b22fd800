using System.Buffers.Binary;
using System.Text;

namespace Packer.Tests.Dependencies;

/// <summary>An x86-64 ELF file that is only a dynamic section and an interpreter.</summary>
internal sealed class TinyLibrary
{
    private const int Table = 64;
    private const int Dynamic = 512;
    private const int Strings = 2048;

    private readonly List<(ulong Tag, ulong Value)> _entries = [];
    private readonly List<byte> _strings = [0];
    private string? _interpreter;

    public ushort Machine { get; init; } = 62;

    public byte Class { get; init; } = 2;

    public TinyLibrary Needs(string name) => Add(1, name);

    public TinyLibrary SoName(string name) => Add(14, name);

    public TinyLibrary Rpath(string path) => Add(15, path);

    public TinyLibrary Runpath(string path) => Add(29, path);

    public TinyLibrary NoDefaults()
    {
        _entries.Add((0x6ffffffb, 0x800));
        return this;
    }

    public TinyLibrary Interpreter(string path)
    {
        _interpreter = path;
        return this;
    }

    public byte[] Build()
    {
        int interpreterAt = Strings + _strings.Count;
        byte[] interpreter = Encoding.ASCII.GetBytes((_interpreter ?? "") + "\0");
        byte[] file = new byte[interpreterAt + interpreter.Length];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        file[4] = Class;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), Machine);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), Table);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), (ushort)(_interpreter is null ? 2 : 3));
        Header(file, 0, 1, 0, file.Length);
        Header(file, 1, 2, Dynamic, 16 * (_entries.Count + 2));
        Header(file, 2, 3, interpreterAt, interpreter.Length);
        int at = Dynamic;
        foreach ((ulong tag, ulong value) in (IEnumerable<(ulong, ulong)>)[(5, Strings), .. _entries])
        {
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), tag);
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at + 8), value);
            at += 16;
        }

        _strings.CopyTo(file, Strings);
        interpreter.CopyTo(file, interpreterAt);
        return file;
    }

    private static void Header(byte[] file, int index, uint type, int offset, int size)
    {
        Span<byte> header = file.AsSpan(Table + (56 * index), 56);
        BinaryPrimitives.WriteUInt32LittleEndian(header, type);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)size);
    }

    private TinyLibrary Add(ulong tag, string text)
    {
        _entries.Add((tag, (ulong)_strings.Count));
        _strings.AddRange(Encoding.ASCII.GetBytes(text + "\0"));
        return this;
    }
}
