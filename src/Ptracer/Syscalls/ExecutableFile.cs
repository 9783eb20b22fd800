using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Loader;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>Opens and reads a file that shall be executed, with the kernel's errors (fs/exec.c).</summary>
internal static unsafe class ExecutableFile
{
    /// <summary>The interface that a program uses.</summary>
    public static Abi AbiOf(LoadImage program) => program.Machine == ElfMachine.I386 ? Abi.I386 : Abi.X64;

    /// <summary>What the kernel executes in the place of the program that a plan has been made for; empty: nothing can be.</summary>
    public static byte[] StubOf(SyscallContext context) => context.Place.Stubs[AbiOf(context.Exec.Program)];

    /// <summary>do_open_execat(): a regular file that may be executed and is not open for writing, and its first bytes.</summary>
    public static Errno Open(ReadOnlySpan<byte> path, Span<byte> start, out int descriptor, out int length)
    {
        length = 0;
        fixed (byte* p = path)
        {
            descriptor = (int)Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK);
            if (descriptor < 0)
            {
                return ExplainOpen(p, (Errno)(-descriptor));
            }

            Stat.stat status;
            Errno error = Raw.ErrnoOf(Stat.fstat(descriptor, &status));
            if (error == Errno.None)
            {
                bool isRegular = (status.st_mode & Stat.S_IFMT) == Stat.S_IFREG && !StandIn.IsSpecial(path[..^1]);
                error = !isRegular ? Errno.EACCES
                    : Raw.ErrnoOf(Unistd.faccessat(Fcntl.AT_FDCWD, p, Unistd.X_OK)) != Errno.None ? Errno.EACCES
                    : IsOpenForWriting(descriptor) ? Errno.ETXTBSY
                    : Errno.None;
            }

            if (error == Errno.None)
            {
                error = ReadAt(descriptor, start, 0, out length);
            }

            if (error != Errno.None)
            {
                Unistd.close(descriptor);
            }

            return error;
        }
    }

    /// <summary>A directory, a device or a socket: execve says EACCES where open says something else.</summary>
    private static Errno ExplainOpen(byte* path, Errno error)
    {
        Stat.stat status;
        bool exists = Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, 0) == 0;
        return exists && (status.st_mode & Stat.S_IFMT) is not (Stat.S_IFREG or Stat.S_IFLNK) ? Errno.EACCES : error;
    }

    /// <summary>A read lease is refused (EAGAIN) exactly where the kernel would say ETXTBSY: fcntl(2), F_SETLEASE.</summary>
    private static bool IsOpenForWriting(int descriptor)
    {
        const int F_SETSIG = 10;
        const int SIGURG = 23; // ignored by default, should somebody break the lease in this moment
        Fcntl.fcntl(descriptor, F_SETSIG, SIGURG);
        long result = Fcntl.fcntl(descriptor, Fcntl.F_SETLEASE, Fcntl.F_RDLCK);
        if (result == 0)
        {
            Fcntl.fcntl(descriptor, Fcntl.F_SETLEASE, Fcntl.F_UNLCK);
        }

        return result == -(long)Errno.EAGAIN;
    }

    public static Errno ReadAt(int descriptor, Span<byte> destination, ulong offset, out int length)
    {
        length = 0;
        fixed (byte* p = destination)
        {
            while (length < destination.Length)
            {
                long count = Unistd.pread(descriptor, p + length, destination.Length - length, (long)offset + length);
                if (count <= 0)
                {
                    return Raw.ErrnoOf(count);
                }

                length += (int)count;
            }
        }

        return Errno.None;
    }
}
