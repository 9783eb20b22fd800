using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>
/// System V objects and POSIX message queues of a session, where the kernel has none or an inherited filter forbids them:
/// what an IPC namespace is (ipc_namespaces(7)). They live as long as the session.
/// </summary>
/// <remarks>
/// Where the kernel allocates (an object, a message, a wait), so do these; else nothing is allocated. A call that must
/// wait is a <see cref="Sleep"/>: whoever makes it possible does it in its place and wakes its thread, so that no wake
/// is lost and none comes for nothing.
/// </remarks>
internal sealed unsafe class IpcNamespace
{
    /// <param name="sleeps">Who waits in a call that another one of the session ends.</param>
    public IpcNamespace(Sleeps sleeps)
    {
        Semaphores = new Semaphores(sleeps);
        Queues = new MessageQueues(sleeps);
        PosixQueues = new PosixQueues(sleeps);
    }

    /// <summary>Whether System V objects are the session's own; else only POSIX queues are.</summary>
    public bool HasSystemV { get; init; }

    public Segments Segments { get; } = new();

    public Semaphores Semaphores { get; }

    public MessageQueues Queues { get; }

    public PosixQueues PosixQueues { get; }

    /// <summary>The tracer's ids, which tracees have too unless they are shown others.</summary>
    public IpcCaller Tracer { get; } = new(Unistd.getpid(), Unistd.geteuid(), Unistd.getegid(), ReadGroups());

    /// <summary>Who must hear of tracees.</summary>
    public IReadOnlyList<IGuestObserver> Observers => [Segments, Semaphores, PosixQueues];

    /// <summary>
    /// Whether a file tells of the kernel's System V objects (proc_sysvipc(5)): not there, as on a kernel without them, so
    /// that who reads it asks by the *ctl calls.
    /// </summary>
    public bool Hides(ReadOnlySpan<byte> guestPath) => HasSystemV && guestPath.StartsWith("/proc/sysvipc/"u8);

    private static uint[] ReadGroups()
    {
        uint[] groups = new uint[Math.Max(0, Unistd.getgroups(0, null))];
        fixed (uint* first = groups)
        {
            return Unistd.getgroups(groups.Length, first) == groups.Length ? groups : [];
        }
    }
}
