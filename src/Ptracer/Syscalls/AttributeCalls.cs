using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// getxattr(2), lgetxattr(2): what ls(1) asks of every file. Where the kernel has getxattrat(2) (6.13) the tracer answers
/// from the descriptor that resolving has opened, as for stat(2); elsewhere the guest's own call is redirected.
/// </summary>
internal static class AttributeCalls
{
    private const int NameMax = 256; // XATTR_NAME_MAX and the NUL

    /// <summary>path, name, value, size.</summary>
    public static Verdict Get(SyscallContext context, SyscallRow row, IGuest guest)
    {
        Span<byte> name = stackalloc byte[NameMax];
        ulong size = guest.Call[3];
        int descriptor = context.HasGetxattrat && size <= (ulong)context.Bytes.Length &&
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

        long result = Xattr.getxattrat(descriptor, name, context.Bytes.AsSpan(0, (int)size));
        Unistd.close(descriptor);
        return result > 0 && size > 0 && !guest.TryWrite(guest.Call.Pointer(2), context.Bytes.AsSpan(0, (int)result))
            ? Verdict.Fail(Errno.EFAULT)
            : Verdict.Return(result);
    }

    /// <summary>Whether the kernel knows getxattrat(2).</summary>
    public static bool IsAvailable(int descriptor) => Xattr.getxattrat(descriptor, "user.x\0"u8, default) != -(long)Errno.ENOSYS;
}
