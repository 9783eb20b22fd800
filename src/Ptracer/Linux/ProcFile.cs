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
