using System.Buffers.Binary;

namespace Ptracer.Loader.Tests;

/// <summary>
/// What a program found on its stack at its first instruction: the kernel's own word on argv and the auxiliary vector.
/// </summary>
internal sealed class StackDump
{
    /// <summary>The environment must be larger than this, for the program writes so many bytes from rsp on.</summary>
    private const int DumpSizeBytes = 65536;

    private readonly byte[] _bytes;
    private readonly ulong _stackPointer;

    private readonly int _wordSizeBytes;

    private StackDump(byte[] bytes, ElfMachine machine)
    {
        _bytes = bytes;
        _wordSizeBytes = machine == ElfMachine.I386 ? 4 : 8;
        _stackPointer = Word(-1);
        int index = 0;
        int count = (int)Word(index++);
        Arguments = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            Arguments[i] = String(Word(index++));
        }

        index++;
        while (Word(index++) != 0)
        {
            // The environment only fills the stack.
        }

        for (; Word(index) != 0; index += 2)
        {
            Auxiliary[(AuxiliaryType)Word(index)] = Word(index + 1);
        }
    }

    /// <summary>push rsp; write(1, rsp, 65536); exit(0).</summary>
    public static ReadOnlySpan<byte> Code =>
    [
        0x54, 0x48, 0x89, 0xe6, 0xba, 0x00, 0x00, 0x01, 0x00, 0xbf, 0x01, 0x00, 0x00, 0x00, 0xb8, 0x01, 0x00, 0x00,
        0x00, 0x0f, 0x05, 0x31, 0xff, 0xb8, 0x3c, 0x00, 0x00, 0x00, 0x0f, 0x05,
    ];

    /// <summary>push esp; write(1, esp, 65536); exit(0), by int 0x80.</summary>
    public static ReadOnlySpan<byte> CodeOfI386 =>
    [
        0x54, 0x89, 0xe1, 0xba, 0x00, 0x00, 0x01, 0x00, 0xbb, 0x01, 0x00, 0x00, 0x00, 0xb8, 0x04, 0x00, 0x00, 0x00,
        0xcd, 0x80, 0x31, 0xdb, 0xb8, 0x01, 0x00, 0x00, 0x00, 0xcd, 0x80,
    ];

    public static string EnvironmentFiller { get; } = new('x', DumpSizeBytes * 3 / 2);

    public byte[][] Arguments { get; }

    public Dictionary<AuxiliaryType, ulong> Auxiliary { get; } = [];

    public static StackDump? TryParse(byte[] output, ElfMachine machine) =>
        output.Length == DumpSizeBytes ? new(output, machine) : null;

    private ulong Word(int index)
    {
        ReadOnlySpan<byte> at = _bytes.AsSpan(_wordSizeBytes * (1 + index));
        return _wordSizeBytes == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at);
    }

    private byte[] String(ulong address)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan((int)(address - _stackPointer) + _wordSizeBytes);
        return rest[..rest.IndexOf((byte)0)].ToArray();
    }
}
