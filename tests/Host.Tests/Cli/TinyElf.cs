using System.Buffers.Binary;

namespace Ptracer.Host.Tests.Cli;

/// <summary>A static x86-64 program that exits with 42, and ways to damage it.</summary>
internal static class TinyElf
{
    private const int SegmentSize = 56;
    private const int HeaderSize = 64;
    private const int InterpreterOffset = 256;
    private const int ImageSize = 512;

    /// <summary>The program, whole.</summary>
    public static byte[] Program()
    {
        byte[] image = new byte[ImageSize];
        byte[] start = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        start.CopyTo(image, 0);
        Put16(image, 16, 2); // ET_EXEC
        Put16(image, 18, 62); // EM_X86_64
        Put16(image, 20, 1);
        Put64(image, 24, 0x400000 + 384);
        Put64(image, 32, HeaderSize);
        Put16(image, 52, HeaderSize);
        Put16(image, 54, SegmentSize);
        Put16(image, 56, 1);
        Segment(image, 0, type: 1, flags: 5, offset: 0, address: 0x400000, size: ImageSize);
        byte[] code = [0xbf, 42, 0, 0, 0, 0xb8, 231, 0, 0, 0, 0x0f, 0x05]; // exit_group(42)
        code.CopyTo(image, 384);
        return image;
    }

    /// <summary>The program for another machine: 183 is AArch64.</summary>
    public static byte[] OfMachine(ushort machine)
    {
        byte[] image = Program();
        Put16(image, 18, machine);
        return image;
    }

    /// <summary>The program with a PT_INTERP of these bytes.</summary>
    public static byte[] WithInterpreter(byte[] interpreter)
    {
        byte[] image = Program();
        Put16(image, 56, 2);
        Segment(image, 1, type: 3, flags: 4, InterpreterOffset, 0x400000 + InterpreterOffset, (ulong)interpreter.Length);
        interpreter.CopyTo(image, InterpreterOffset);
        return image;
    }

    private static void Segment(byte[] image, int index, uint type, uint flags, ulong offset, ulong address, ulong size)
    {
        int at = HeaderSize + (index * SegmentSize);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), type);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 4), flags);
        Put64(image, at + 8, offset);
        Put64(image, at + 16, address);
        Put64(image, at + 24, address);
        Put64(image, at + 32, size);
        Put64(image, at + 40, size);
        Put64(image, at + 48, type == 1 ? 4096u : 1u);
    }

    private static void Put16(byte[] image, int at, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);

    private static void Put64(byte[] image, int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), value);
}
