using System.Buffers.Text;

namespace Ptracer.Linux;

/// <summary>Small files of /proc/TID, read without allocation.</summary>
internal static unsafe class ProcFile
{
    /// <summary>Reads <c>/proc/TID</c> + <paramref name="name"/> (with NUL): the bytes read, or -errno.</summary>
    public static int Read(int tid, ReadOnlySpan<byte> name, Span<byte> destination)
    {
        Span<byte> path = stackalloc byte[64];
        "/proc/"u8.CopyTo(path);
        _ = Utf8Formatter.TryFormat(tid, path[6..], out int digits);
        name.CopyTo(path[(6 + digits)..]);
        fixed (byte* p = path)
        fixed (byte* d = destination)
        {
            long descriptor = Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
            if (descriptor < 0)
            {
                return (int)descriptor;
            }

            long count = Unistd.pread((int)descriptor, d, destination.Length, 0);
            Unistd.close((int)descriptor);
            return (int)count;
        }
    }

    /// <summary>Reads a file to its end, whatever it takes: the bytes read, or -errno.</summary>
    /// <param name="path">The host path, with its NUL.</param>
    /// <param name="text">Where it goes; a longer one when it does not fit.</param>
    public static int ReadWhole(ReadOnlySpan<byte> path, ref byte[] text)
    {
        const int LeastRoomBytes = 8192;
        int descriptor;
        fixed (byte* p = path)
        {
            descriptor = (int)Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        }

        int length = 0;
        long count = descriptor;
        while (count >= 0)
        {
            if (text.Length - length < LeastRoomBytes)
            {
                Array.Resize(ref text, text.Length * 2);
            }

            fixed (byte* p = text)
            {
                count = Unistd.read(descriptor, p + length, text.Length - length);
            }

            if (count == 0)
            {
                break;
            }

            length += (int)Math.Max(0, count);
        }

        if (descriptor >= 0)
        {
            Unistd.close(descriptor);
        }

        return count < 0 ? (int)count : length;
    }

    /// <summary>A number from a line <c>Name:&lt;blank&gt;digits</c>; false if there is none.</summary>
    public static bool TryGetField(ReadOnlySpan<byte> text, ReadOnlySpan<byte> nameAndColon, int radix, out long value)
    {
        value = 0;
        int at = text.IndexOf(nameAndColon);
        if (at < 0)
        {
            return false;
        }

        foreach (byte c in text[(at + nameAndColon.Length)..].TrimStart(" \t"u8))
        {
            int digit = c is >= (byte)'a' and <= (byte)'f' ? c - 'a' + 10 : c - '0';
            if (digit < 0 || digit >= radix)
            {
                break;
            }

            value = (value * radix) + digit;
        }

        return true;
    }
}
