using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// getxattr(2), lgetxattr(2): what ls(1) asks of every file. The tracer answers by the host path, once the kernel has said
/// that no link is on the way. Not by the descriptor that this has opened: for one of O_PATH, getxattrat(2) and
/// fgetxattr(2) answer EBADF.
/// </summary>
internal static class AttributeCalls
{
    private const int NameMax = 256; // XATTR_NAME_MAX and the NUL

    /// <summary>path, name, value, size.</summary>
    public static Verdict Get(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<byte> name = stackalloc byte[NameMax];
        ulong size = guest.Call[3];
        int descriptor = size <= (ulong)context.Bytes.Length &&
            guest.ReadString(guest.Call.Pointer(1), name) > 0
            ? StatCalls.Open(context, guest, row.Paths[0])
            : PathTranslator.NotPlain;
        if (descriptor == PathTranslator.NotPlain)
        {
            return PathCalls.One(context, row, guest);
        }

        if (descriptor < 0)
        {
            return Verdict.Return(descriptor);
        }

        Unistd.close(descriptor);
        long result = Xattr.lgetxattr(context.First.Host.WithNul, name, context.Bytes.AsSpan(0, (int)size));
        return result > 0 && size > 0 && !guest.TryWrite(guest.Call.Pointer(2), context.Bytes.AsSpan(0, (int)result))
            ? Verdict.Fail(Errno.EFAULT)
            : Verdict.Return(result);
    }
}
