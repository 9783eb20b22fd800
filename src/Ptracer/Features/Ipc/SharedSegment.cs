using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>A System V shared memory segment: a file without a name that its users map.</summary>
internal sealed unsafe class SharedSegment : IpcObject
{
    public const int PageBytes = 4096;
    private const int BlockBytes = 512; // of st_blocks

    private SharedSegment(int key, int flags, in IpcCaller creator, ulong sizeBytes, int descriptor)
        : base(key, flags, creator)
    {
        (SizeBytes, Descriptor, CreatorProcess) = (sizeBytes, descriptor, creator.Process);
        Stat.stat status = default;
        Stat.fstat(descriptor, &status);
        (Device, Inode) = (status.st_dev, status.st_ino);
    }

    /// <summary>The tracer's descriptor of the file.</summary>
    public int Descriptor { get; }

    public ulong Device { get; }

    public ulong Inode { get; }

    /// <summary>As it was asked for.</summary>
    public ulong SizeBytes { get; }

    public ulong Pages => (SizeBytes + PageBytes - 1) / PageBytes;

    public int CreatorProcess { get; }

    /// <summary>Who has attached or detached last.</summary>
    public int LastProcess { get; private set; }

    public long AttachTime { get; private set; }

    public long DetachTime { get; private set; }

    /// <summary>Whether it goes with its last user.</summary>
    public bool IsDoomed => (Mode & SysShm.SHM_DEST) != 0;

    /// <summary>Pages that are in memory.</summary>
    public ulong ResidentPages
    {
        get
        {
            Stat.stat status = default;
            Stat.fstat(Descriptor, &status);
            return (ulong)(status.st_blocks * BlockBytes / PageBytes);
        }
    }

    /// <summary>Makes one: null and an error if there is no room for it.</summary>
    public static SharedSegment? Create(int key, int flags, in IpcCaller creator, ulong sizeBytes, out Errno error)
    {
        const ulong Largest = long.MaxValue - PageBytes;
        int descriptor = sizeBytes > Largest ? -(int)Errno.ENOMEM : AnonymousFile.CreateShared("SYSV\0"u8);
        long result = descriptor;
        if (descriptor >= 0)
        {
            result = Unistd.ftruncate(descriptor, (long)(sizeBytes + PageBytes - 1) & -PageBytes);
            if (result < 0)
            {
                Unistd.close(descriptor);
            }
        }

        error = Raw.ErrnoOf(result) is Errno.None or Errno.EMFILE or Errno.ENFILE ? Errno.ENOSPC : Errno.ENOMEM;
        return result < 0 ? null : new SharedSegment(key, flags, creator, sizeBytes, descriptor);
    }

    public void AttachedBy(int process) => (LastProcess, AttachTime) = (process, Now);

    public void DetachedBy(int process) => (LastProcess, DetachTime) = (process, Now);

    public bool IsMappedBy(in Mapping mapping) => mapping.Inode == Inode && mapping.Device == Device;
}
