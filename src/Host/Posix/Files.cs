using System.Text;
using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>Files and descriptors beyond what .NET gives: pipes, locks, descriptor-relative opens.</summary>
internal static unsafe class Files
{
    private const int O_NOCTTY = 0x100;
    private const int F_SETFD = 2;
    private const int F_GETFL = 3;
    private const int F_SETFL = 4;
    private const int F_DUPFD_CLOEXEC = 1030;
    private const int FD_CLOEXEC = 1;

    /// <summary>A pipe: its read end and its write end.</summary>
    public static (Descriptor Read, Descriptor Write) Pipe()
    {
        int* ends = stackalloc int[2];
        PosixException.Check(Raw.Call(Sysno.pipe2, (long)ends, Fcntl.O_CLOEXEC), "pipe");
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its host path.</param>
    /// <param name="flags">As open(2) takes them; close-on-exec is added.</param>
    /// <param name="mode">For a new file.</param>
    /// <exception cref="PosixException">It cannot be opened.</exception>
    public static Descriptor Open(string path, int flags, int mode = 0)
    {
        fixed (byte* name = Text(path))
        {
            return Descriptor.From(
                Raw.Blocking(Sysno.openat, Fcntl.AT_FDCWD, (long)name, flags | Fcntl.O_CLOEXEC, mode), path);
        }
    }

    /// <summary>Opens a file for a use; it is made where there is none, unless it is a terminal.</summary>
    /// <exception cref="PosixException">It cannot be opened.</exception>
    public static Descriptor Open(string path, FileUse use) => use switch
    {
        FileUse.ReadWrite => Open(path, Fcntl.O_RDWR | Fcntl.O_CREAT, 0x1b6),
        FileUse.Write => Open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT, 0x1b6),
        FileUse.Append => Open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_APPEND, 0x1b6),
        FileUse.Truncate => Open(path, Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC, 0x1b6),
        _ => Open(path, Fcntl.O_RDWR | O_NOCTTY),
    };

    /// <summary>Opens a FIFO at both ends, without waiting; it is made where there is none.</summary>
    /// <exception cref="PosixException">It cannot be made or opened.</exception>
    public static Descriptor OpenFifo(string path, int mode)
    {
        const int S_IFIFO = 0x1000;
        fixed (byte* name = Text(path))
        {
            long made = Raw.Call(Sysno.mknodat, Fcntl.AT_FDCWD, (long)name, S_IFIFO | mode, 0);
            return Raw.ErrnoOf(made) is Errno.None or Errno.EEXIST
                ? Open(path, Fcntl.O_RDWR | Fcntl.O_NONBLOCK)
                : throw new PosixException(path, (int)-made);
        }
    }

    /// <summary>Opens a file that is only locked, never read; it is made where there is none.</summary>
    public static Descriptor OpenLockFile(string path) => Open(path, Fcntl.O_RDWR | Fcntl.O_CREAT, 0x180);

    /// <summary>Opens /dev/null for reading and writing.</summary>
    public static Descriptor OpenNull() => Open("/dev/null", Fcntl.O_RDWR);

    /// <summary>A file without a name, with some bytes in it, to be read from its beginning.</summary>
    /// <exception cref="PosixException">It cannot be made.</exception>
    public static Descriptor Anonymous(string name, ReadOnlySpan<byte> bytes)
    {
        Descriptor file = Descriptor.From(AnonymousFile.Create(Text(name)), name);
        Write(file, bytes);
        PosixException.Check(Raw.Call(Sysno.lseek, file.Number, 0, 0), name);
        return file;
    }

    /// <summary>Locks an open file against every other open of it; false: somebody else holds it.</summary>
    public static bool TryLock(Descriptor file)
    {
        long result = SysFile.flock(file.Number, SysFile.LOCK_EX | SysFile.LOCK_NB);
        return Raw.ErrnoOf(result) != Errno.EAGAIN && PosixException.Check(result, "flock") == 0;
    }

    /// <summary>Marks a descriptor that was inherited, so that it is not passed on. False: it is not open.</summary>
    public static bool KeepToOurselves(int descriptor) =>
        Raw.Call(Sysno.fcntl, descriptor, F_SETFD, FD_CLOEXEC) == 0;

    /// <summary>Another descriptor of the same open file.</summary>
    public static Descriptor Duplicate(int descriptor) =>
        Descriptor.From(Raw.Call(Sysno.fcntl, descriptor, F_DUPFD_CLOEXEC, 3), "dup");

    /// <summary>Sets or clears O_NONBLOCK of an open file, which all its descriptors share.</summary>
    /// <exception cref="PosixException">It is not open.</exception>
    public static void SetNonBlocking(int descriptor, bool isNonBlocking)
    {
        long flags = PosixException.Check(Raw.Call(Sysno.fcntl, descriptor, F_GETFL, 0), "fcntl");
        long wanted = isNonBlocking ? flags | Fcntl.O_NONBLOCK : flags & ~(long)Fcntl.O_NONBLOCK;
        if (wanted != flags)
        {
            PosixException.Check(Raw.Call(Sysno.fcntl, descriptor, F_SETFL, wanted), "fcntl");
        }
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>Bytes read; 0: the end; -1: nothing is there now.</returns>
    public static int Read(Descriptor file, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                long count = Unistd.read(file.Number, start, buffer.Length);
                switch (Raw.ErrnoOf(count))
                {
                    case Errno.EINTR:
                        continue;
                    case Errno.EAGAIN:
                        return -1;
                    case Errno.EIO or Errno.ECONNRESET:
                        return 0; // the other side of a terminal or connection is gone
                    default:
                        return (int)PosixException.Check(count, "read");
                }
            }
        }
    }

    /// <summary>Reads a file from its beginning, up to a number of bytes.</summary>
    public static byte[] ReadAll(Descriptor file, int limitBytes)
    {
        byte[] buffer = new byte[limitBytes];
        int length = 0;
        fixed (byte* start = buffer)
        {
            while (length < limitBytes && Unistd.pread(file.Number, start + length, limitBytes - length, length) is > 0 and long count)
            {
                length += (int)count;
            }
        }

        return buffer[..length];
    }

    /// <summary>Writes all of it; false: nobody reads any more.</summary>
    public static bool Write(Descriptor file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                long count = Unistd.write(file.Number, start + done, bytes.Length - done);
                switch (Raw.ErrnoOf(count))
                {
                    case Errno.EINTR:
                        continue;
                    case Errno.EPIPE or Errno.ECONNRESET or Errno.EIO:
                        return false;
                    default:
                        done += (int)PosixException.Check(count, "write");
                        break;
                }
            }
        }

        return true;
    }

    /// <summary>A text as the kernel takes it: UTF-8 and a NUL.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + "\0");
}

/// <summary>What a file is opened for.</summary>
internal enum FileUse
{
    /// <summary>Reading and writing.</summary>
    ReadWrite,

    /// <summary>Writing from its beginning.</summary>
    Write,

    /// <summary>Writing at its end.</summary>
    Append,

    /// <summary>Writing, emptied first.</summary>
    Truncate,

    /// <summary>A terminal, which does not become the controlling one.</summary>
    Terminal,
}
