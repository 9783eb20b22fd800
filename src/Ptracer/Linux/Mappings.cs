using System.Buffers.Text;

namespace Ptracer.Linux;

/// <summary>The files that a process has mapped (proc_pid_maps(5)).</summary>
internal sealed unsafe class Mappings
{
    private byte[] _text = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private int _length;
    private int _at;

    /// <summary>Reads what a process has mapped now; false: it is not there.</summary>
    public bool Read(int process)
    {
        Span<byte> path = stackalloc byte[32];
        "/proc/"u8.CopyTo(path);
        _ = Utf8Formatter.TryFormat(process, path[6..], out int digits);
        "/maps\0"u8.CopyTo(path[(6 + digits)..]);
        (_length, _at) = (0, 0);
        long descriptor;
        fixed (byte* p = path)
        {
            descriptor = Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
        }

        if (descriptor < 0)
        {
            return false;
        }

        ReadAll((int)descriptor);
        Unistd.close((int)descriptor);
        return _length > 0;
    }

    /// <summary>The next mapping of a file, in the order of addresses.</summary>
    public bool TryNext(out Mapping mapping)
    {
        while (_at < _length)
        {
            ReadOnlySpan<byte> rest = _text.AsSpan(_at, _length - _at);
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            _at += line.Length + 1;
            if (TryParse(line, out mapping) && mapping.Inode != 0)
            {
                return true;
            }
        }

        mapping = default;
        return false;
    }

    private void ReadAll(int descriptor)
    {
        while (true)
        {
            if (_length == _text.Length)
            {
                byte[] larger = GC.AllocateUninitializedArray<byte>(_text.Length * 2, pinned: true);
                _text.CopyTo(larger, 0);
                _text = larger;
            }

            fixed (byte* text = _text)
            {
                long count = Unistd.read(descriptor, text + _length, _text.Length - _length);
                if (count <= 0)
                {
                    return;
                }

                _length += (int)count;
            }
        }
    }

    /// <summary>START-END rwxp OFFSET MAJOR:MINOR INODE NAME, all but the inode in hexadecimal.</summary>
    private static bool TryParse(ReadOnlySpan<byte> line, out Mapping mapping)
    {
        const int ModeColumns = 6; // "-" has been taken, " rwxp "
        mapping = default;
        if (!TryTake(ref line, 1, out ulong start) || !TryTake(ref line, ModeColumns, out ulong end) ||
            !TryTake(ref line, 1, out ulong offset) || !TryTake(ref line, 1, out ulong major) ||
            !TryTake(ref line, 1, out ulong minor) || !Utf8Parser.TryParse(line, out ulong inode, out _))
        {
            return false;
        }

        mapping = new Mapping(start, end, offset, Stat.makedev((uint)major, (uint)minor), inode);
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> line, int skipped, out ulong value)
    {
        bool parsed = Utf8Parser.TryParse(line, out value, out int digits, 'x') && line.Length >= digits + skipped;
        line = parsed ? line[(digits + skipped)..] : line;
        return parsed;
    }
}

/// <summary>A mapping of a file.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="End">Behind its last.</param>
/// <param name="Offset">Where in the file it begins, in bytes.</param>
/// <param name="Device">The file's device, as stat(2) has it.</param>
/// <param name="Inode">The file's inode.</param>
internal readonly record struct Mapping(ulong Start, ulong End, ulong Offset, ulong Device, ulong Inode);
