using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>Which kinds of IPC the kernel has, and lets this process use; Android has none of these.</summary>
/// <param name="HasSystemV">Shared memory, semaphores and message queues of System V (CONFIG_SYSVIPC).</param>
/// <param name="HasPosixQueues">POSIX message queues (CONFIG_POSIX_MQUEUE).</param>
internal readonly record struct IpcSupport(bool HasSystemV, bool HasPosixQueues)
{
    public bool IsWhole => HasSystemV && HasPosixQueues;

    /// <summary>
    /// Asks by calls that fail and leave nothing behind: for no segment of a key, and for a queue whose name cannot be
    /// read. A call that an inherited filter forbids is answered as a missing one (native/shim/inherited.c).
    /// </summary>
    public static IpcSupport Ask() => new(
        Raw.ErrnoOf(Raw.Call(Sysno.shmget, -1, 0, 0)) != Errno.ENOSYS,
        Raw.ErrnoOf(Raw.Call(Sysno.mq_open, -1, 0, 0, 0)) != Errno.ENOSYS);
}
