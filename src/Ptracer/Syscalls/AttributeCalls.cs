using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// getxattr(2), lgetxattr(2): what ls(1) asks of every file. The tracer answers for the descriptor that resolving has opened,
/// as for stat(2). It names it by its link in /proc: getxattrat(2) and fgetxattr(2) answer EBADF for one of O_PATH.
/// </summary>
internal static class AttributeCalls
{
    private const int NameMax = 256; // XATTR_NAME_MAX and the NUL

    private static readonly int s_self = Unistd.getpid();

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

        ProcPath.FormatDescriptor(s_self, descriptor, context.Scratch);
        long result = Xattr.getxattr(context.Scratch.WithNul, name, context.Bytes.AsSpan(0, (int)size));
        Unistd.close(descriptor);
        return result > 0 && size > 0 && !guest.TryWrite(guest.Call.Pointer(2), context.Bytes.AsSpan(0, (int)result))
            ? Verdict.Fail(Errno.EFAULT)
            : Verdict.Return(result);
    }
}
