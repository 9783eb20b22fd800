using System.Text;

namespace Ptracer.Linux;

/// <summary>Files without a name, gone with the last descriptor: in memory, or on disk where memfd_create(2) is not there.</summary>
internal static unsafe class AnonymousFile
{
    private const uint MFD_EXEC = 0x10; // since Linux 6.3; before, every one may be executed
    private const int OwnerOnly = 0x1c0; // 0700

    /// <summary>Directories for those on disk: the first that takes one; whoever knows better says so.</summary>
    public static Func<IReadOnlyList<string>> Places { get; set; } = static () => ["/tmp", "/var/tmp"];

    /// <summary>An empty one: a descriptor that is closed on exec, or -errno.</summary>
    /// <param name="name">What /proc shows of one in memory, with its NUL.</param>
    public static int Create(ReadOnlySpan<byte> name)
    {
        long descriptor = InMemory(name, 0);
        return (int)(descriptor >= 0 ? descriptor : OnDisk(descriptor));
    }

    /// <summary>
    /// An empty one that other processes of this user may open by way of /proc/PID/fd: a descriptor, or -errno. SELinux
    /// lets an app map its files in memory but not open them.
    /// </summary>
    /// <param name="name">What /proc shows of one in memory, with its NUL.</param>
    public static int CreateShared(ReadOnlySpan<byte> name)
    {
        long descriptor = InMemory(name, 0);
        long again = descriptor < 0 ? descriptor : OpenAgain((int)descriptor, Fcntl.O_RDWR);
        if (again >= 0)
        {
            Unistd.close((int)again);
            return (int)descriptor;
        }

        if (descriptor >= 0)
        {
            Unistd.close((int)descriptor);
        }

        return (int)OnDisk(again);
    }

    /// <summary>One with some bytes in it that may be executed by way of /proc/self/fd: a descriptor, or -errno.</summary>
    public static int CreateProgram(ReadOnlySpan<byte> name, ReadOnlySpan<byte> image)
    {
        long descriptor = InMemory(name, MFD_EXEC);
        descriptor = descriptor == -(long)Errno.EINVAL ? InMemory(name, 0) : descriptor;
        bool isOnDisk = descriptor < 0;
        descriptor = isOnDisk ? OnDisk(descriptor) : descriptor;
        if (descriptor < 0)
        {
            return (int)descriptor;
        }

        fixed (byte* bytes = image)
        {
            if (Unistd.write((int)descriptor, bytes, image.Length) != image.Length)
            {
                Unistd.close((int)descriptor);
                return -(int)Errno.ENOSPC;
            }
        }

        return isOnDisk ? Reopen((int)descriptor) : (int)descriptor;
    }

    private static long InMemory(ReadOnlySpan<byte> name, uint flags)
    {
        fixed (byte* text = name)
        {
            return Mman.memfd_create(text, Mman.MFD_CLOEXEC | flags);
        }
    }

    private static long OnDisk(long error)
    {
        foreach (string place in Places())
        {
            fixed (byte* path = Encoding.UTF8.GetBytes(place + "\0"))
            {
                long descriptor = Fcntl.openat(Fcntl.AT_FDCWD, path, Fcntl.O_TMPFILE | Fcntl.O_RDWR | Fcntl.O_CLOEXEC, OwnerOnly);
                if (descriptor >= 0)
                {
                    return descriptor;
                }
            }
        }

        return error;
    }

    /// <summary>For reading alone: what is open for writing may not be executed (ETXTBSY).</summary>
    private static int Reopen(int descriptor)
    {
        long reader = OpenAgain(descriptor, Fcntl.O_RDONLY);
        Unistd.close(descriptor);
        return (int)reader;
    }

    private static long OpenAgain(int descriptor, int access)
    {
        fixed (byte* path = Encoding.UTF8.GetBytes($"/proc/self/fd/{descriptor}\0"))
        {
            return Fcntl.openat(Fcntl.AT_FDCWD, path, access | Fcntl.O_CLOEXEC);
        }
    }
}
