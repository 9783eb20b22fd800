using System.Buffers.Text;
using Ptracer.Features.Ipc;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>A guest's descriptor of a POSIX message queue: whose it is, and how it was opened.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Flags">Access mode and status flags, as fcntl(F_GETFL) has them.</param>
internal readonly record struct QueueDescriptor(PosixQueue Queue, int Flags)
{
    private const int TextBytes = 256;

    public bool IsReadable => (Flags & Fcntl.O_ACCMODE) != Fcntl.O_WRONLY;

    public bool IsWritable => (Flags & Fcntl.O_ACCMODE) != Fcntl.O_RDONLY;

    public bool Waits => (Flags & Fcntl.O_NONBLOCK) == 0;

    /// <summary>What argument 0 of a call names; false: EBADF.</summary>
    public static unsafe bool TryGet(SyscallContext context, IGuest guest, out QueueDescriptor descriptor)
    {
        byte* path = stackalloc byte[40];
        Span<byte> text = new(path, 40);
        int descriptorNumber = guest.Call.Int(0);
        text.Clear();
        "/proc/"u8.CopyTo(text);
        int at = 6;
        _ = Utf8Formatter.TryFormat(guest.Tid, text[at..], out int digits);
        "/fd/"u8.CopyTo(text[(at += digits)..]);
        _ = Utf8Formatter.TryFormat(descriptorNumber, text[(at + 4)..], out _);
        Stat.stat status = default;
        PosixQueue? queue = descriptorNumber >= 0 && Stat.newfstatat(Fcntl.AT_FDCWD, path, &status, 0) == 0
            ? context.Place.Ipc!.PosixQueues.Find(status.st_dev, status.st_ino)
            : null;
        descriptor = queue is null ? default : new QueueDescriptor(queue, ReadFlags(guest.Tid, descriptorNumber));
        return queue is not null;
    }

    /// <summary>proc_pid_fdinfo(5): "flags:", octal.</summary>
    private static int ReadFlags(int tid, int descriptor)
    {
        Span<byte> name = stackalloc byte[24];
        name.Clear();
        "/fdinfo/"u8.CopyTo(name);
        _ = Utf8Formatter.TryFormat(descriptor, name[8..], out _);
        Span<byte> text = stackalloc byte[TextBytes];
        int length = ProcFile.Read(tid, name, text);
        return ProcFile.TryGetField(text[..Math.Max(0, length)], "flags:"u8, 8, out long flags) ? (int)flags : 0;
    }
}
