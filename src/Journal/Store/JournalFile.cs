using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>An open file of a journal: its descriptor, and the calls on it. Results are the kernel's: -errno on failure.</summary>
internal sealed unsafe class JournalFile : IDisposable
{
    private const int ReadWriteMode = 0x1a0; // rw-r-----
    private int _descriptor;

    private JournalFile(int descriptor) => _descriptor = descriptor;

    /// <summary>The descriptor; -1 once closed.</summary>
    public int Descriptor => _descriptor;

    /// <summary>The size, bytes.</summary>
    public long SizeBytes
    {
        get
        {
            Stat.stat status = default;
            return Stat.fstat(_descriptor, &status) < 0 ? 0 : status.st_size;
        }
    }

    /// <summary>Opens a file to be read; null with the error when that fails.</summary>
    public static JournalFile? OpenToRead(string path, out Errno error) => Open(path, Fcntl.O_RDONLY, out error);

    /// <summary>Opens a file to be written at its end, and makes it if there is none.</summary>
    public static JournalFile? OpenToAppend(string path, out Errno error) =>
        Open(path, Fcntl.O_RDWR | Fcntl.O_APPEND | Fcntl.O_CREAT, out error);

    /// <summary>Makes a file to be written at its end; there must be none.</summary>
    public static JournalFile? Create(string path, out Errno error) =>
        Open(path, Fcntl.O_RDWR | Fcntl.O_APPEND | Fcntl.O_CREAT | Fcntl.O_EXCL, out error);

    /// <summary>Reads what is at an offset; how many bytes, which is less than asked for only at the end.</summary>
    public int ReadAt(Span<byte> buffer, long offset)
    {
        int total = 0;
        fixed (byte* start = buffer)
        {
            while (total < buffer.Length)
            {
                long count = Unistd.pread(_descriptor, start + total, buffer.Length - total, offset + total);
                if (count <= 0)
                {
                    break;
                }

                total += (int)count;
            }
        }

        return total;
    }

    /// <summary>Appends bytes; how many were written before an error, if there is one.</summary>
    public int Append(ReadOnlySpan<byte> bytes, out Errno error)
    {
        int total = 0;
        error = Errno.None;
        fixed (byte* start = bytes)
        {
            while (total < bytes.Length)
            {
                long count = Unistd.write(_descriptor, start + total, bytes.Length - total);
                error = Raw.ErrnoOf(count);
                if (error is not (Errno.None or Errno.EINTR))
                {
                    return total;
                }

                total += error == Errno.None ? (int)count : 0;
            }
        }

        error = Errno.None;
        return total;
    }

    /// <summary>Cuts the file.</summary>
    public Errno Truncate(long sizeBytes) => Raw.ErrnoOf(Unistd.ftruncate(_descriptor, sizeBytes));

    /// <summary>Waits until what was written is on disk, and the size with it.</summary>
    public Errno SyncData() => Raw.ErrnoOf(Raw.Blocking(Sysno.fdatasync, _descriptor));

    /// <summary>Locks the file for this process alone, or fails with EWOULDBLOCK.</summary>
    public Errno TryLock() => Raw.ErrnoOf(SysFile.flock(_descriptor, SysFile.LOCK_EX | SysFile.LOCK_NB));

    /// <summary>
    /// Gives the lock back. Closing alone would not while a child of this process, between its fork and its exec, still
    /// has the descriptor.
    /// </summary>
    public void Unlock() => SysFile.flock(_descriptor, SysFile.LOCK_UN);

    /// <summary>Waits until the names in a directory are on disk.</summary>
    public static Errno SyncDirectory(string path)
    {
        using JournalFile? directory = Open(path, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY, out Errno error);
        return directory is null ? error : Raw.ErrnoOf(Raw.Blocking(Sysno.fsync, directory._descriptor));
    }

    /// <summary>Removes a file.</summary>
    public static Errno Remove(string path)
    {
        fixed (byte* name = HostText.WithNul(path))
        {
            return Raw.ErrnoOf(Unistd.unlinkat(Fcntl.AT_FDCWD, name, 0));
        }
    }

    /// <summary>The size of a file; -1: there is none.</summary>
    public static long SizeOf(string path)
    {
        Stat.stat status = default;
        fixed (byte* name = HostText.WithNul(path))
        {
            return Stat.newfstatat(Fcntl.AT_FDCWD, name, &status, 0) < 0 ? -1 : status.st_size;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_descriptor >= 0)
        {
            Unistd.close(_descriptor);
            _descriptor = -1;
        }
    }

    private static JournalFile? Open(string path, int flags, out Errno error)
    {
        fixed (byte* name = HostText.WithNul(path))
        {
            long result = Fcntl.openat(Fcntl.AT_FDCWD, name, flags | Fcntl.O_CLOEXEC, ReadWriteMode);
            error = Raw.ErrnoOf(result);
            return result < 0 ? null : new JournalFile((int)result);
        }
    }
}
