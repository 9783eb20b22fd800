using System.Buffers.Binary;
using System.Buffers.Text;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features;

/// <summary>
/// The program of a guest that another tracer has, as when a service's script looks for its daemon by /proc/PID/exe: the
/// kernel names the stub there, but the program's headers lie in its file (AT_PHDR, proc_pid_auxv(5)).
/// </summary>
internal static class ForeignPrograms
{
    private const int AT_PHDR = 3;
    private const int MaxVectorBytes = 1024;
    private const int FirstReadBytes = 16 * 1024;

    /// <summary>Finds the host path.</summary>
    /// <param name="own">A thread of ours: the same stub runs in it.</param>
    /// <param name="id">The process.</param>
    /// <param name="path">Where the path goes.</param>
    /// <returns>False: the process is no guest, or the kernel does not tell.</returns>
    public static bool TryFind(int own, int id, PathBuffer path)
    {
        if (!RunsTheSame(own, id, path))
        {
            return false;
        }

        Span<byte> vector = stackalloc byte[MaxVectorBytes];
        ulong headers = HeadersOf(vector[..Math.Max(0, ProcFile.Read(id, "/auxv\0"u8, vector))]);
        return headers != 0 && TryFindFile(id, headers, path);
    }

    private static bool RunsTheSame(int own, int id, PathBuffer path)
    {
        Span<byte> link = stackalloc byte[Resolution.PathMax];
        Format(own, "/exe"u8, path);
        int length = HostFiles.ReadLink(path.WithNul, link);
        Format(id, "/exe"u8, path);
        int other = HostFiles.ReadLink(path.WithNul, path.Room);
        return length > 0 && other == length && link[..length].SequenceEqual(path.Room[..length]);
    }

    private static void Format(int id, ReadOnlySpan<byte> file, PathBuffer path)
    {
        Span<byte> digits = stackalloc byte[12];
        _ = Utf8Formatter.TryFormat(id, digits, out int length);
        path.Set("/proc/"u8);
        path.Append(digits[..length]);
        path.Append(file);
    }

    /// <summary>AT_PHDR; 0: none. A 32-bit program has words of 32 bits.</summary>
    private static ulong HeadersOf(ReadOnlySpan<byte> vector)
    {
        int word = vector.Length >= 8 && BinaryPrimitives.ReadUInt32LittleEndian(vector[4..]) == 0 ? 8 : 4;
        for (; vector.Length >= 2 * word; vector = vector[(2 * word)..])
        {
            if (Word(vector, word) == AT_PHDR)
            {
                return Word(vector[word..], word);
            }
        }

        return 0;
    }

    private static ulong Word(ReadOnlySpan<byte> at, int size) =>
        size == 8 ? BinaryPrimitives.ReadUInt64LittleEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

    private static bool TryFindFile(int id, ulong address, PathBuffer path)
    {
        byte[] text = new byte[FirstReadBytes];
        Format(id, "/maps"u8, path);
        int length = Math.Max(0, ProcFile.ReadWhole(path.WithNul, ref text));
        return FileAt(text.AsSpan(0, length), address) is { IsEmpty: false } file && path.Set(file);
    }

    /// <summary>The file that is mapped at an address (proc_pid_maps(5)); empty: none.</summary>
    private static ReadOnlySpan<byte> FileAt(ReadOnlySpan<byte> maps, ulong address)
    {
        foreach (Range range in maps.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = maps[range];
            if (Utf8Parser.TryParse(line, out ulong start, out int digits, 'x') && digits < line.Length &&
                Utf8Parser.TryParse(line[(digits + 1)..], out ulong end, out _, 'x') && address >= start && address < end)
            {
                int path = line.IndexOf((byte)'/');
                return path < 0 ? default : line[path..];
            }
        }

        return default;
    }
}
