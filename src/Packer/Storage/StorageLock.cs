using Ptracer.Linux;

namespace Ptracer.Packer.Storage;

/// <summary>Who else may hold a lock at the same time.</summary>
internal enum LockSharing
{
    /// <summary>Others that share it.</summary>
    Shared,

    /// <summary>Nobody.</summary>
    Exclusive,
}

/// <summary>
/// A lock on a file, flock(2): the kernel gives it up when its holder dies, however it dies. It is held until it is
/// disposed; programs that are executed do not inherit it.
/// </summary>
internal sealed unsafe class StorageLock : IDisposable
{
    private const int FileMode = 0x180; // 0600
    private const int WaitStepMs = 10;

    private readonly int _descriptor;
    private bool _disposed;

    private StorageLock(int descriptor) => _descriptor = descriptor;

    /// <summary>Takes it if nobody stands in the way; the file is made where it is not there.</summary>
    /// <param name="directory">Where the file is.</param>
    /// <param name="name">The file.</param>
    /// <param name="sharing">Who else may hold it.</param>
    /// <returns>Null: another holds it.</returns>
    /// <exception cref="PtracerException">The file cannot be opened, or the file system has no locks.</exception>
    public static StorageLock? TryTake(StorageDirectory directory, string name, LockSharing sharing)
    {
        int descriptor = Open(directory, name);
        int operation = sharing == LockSharing.Shared ? SysFile.LOCK_SH : SysFile.LOCK_EX;
        long taken = SysFile.flock(descriptor, operation | SysFile.LOCK_NB);
        if (taken == 0)
        {
            return new StorageLock(descriptor);
        }

        Unistd.close(descriptor);
        return Raw.ErrnoOf(taken) == Errno.EAGAIN ? null : throw StorageFailure.Of(directory.PathOf(name), taken);
    }

    /// <summary>Takes it alone, and waits for it if it must.</summary>
    /// <param name="directory">Where the file is.</param>
    /// <param name="name">The file.</param>
    /// <param name="limitMs">How long to wait, milliseconds.</param>
    /// <exception cref="PtracerException">Another process held it all that time.</exception>
    public static StorageLock Take(StorageDirectory directory, string name, int limitMs)
    {
        long end = Environment.TickCount64 + limitMs;
        while (true)
        {
            if (TryTake(directory, name, LockSharing.Exclusive) is { } taken)
            {
                return taken;
            }

            if (Environment.TickCount64 > end)
            {
                throw new PtracerException(
                    $"{directory.PathOf(name)}: another ptracer holds this lock for long; is one stopped? end it and try again");
            }

            Thread.Sleep(WaitStepMs);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Unistd.close(_descriptor);
        }
    }

    private static int Open(StorageDirectory directory, string name)
    {
        const int Flags = Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        fixed (byte* p = HostText.WithNul(name))
        {
            return (int)StorageFailure.Checked(directory.PathOf(name), Fcntl.openat(directory.Descriptor, p, Flags, FileMode));
        }
    }
}
