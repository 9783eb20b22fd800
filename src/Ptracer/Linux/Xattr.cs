using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>linux/xattr.h: extended attributes by descriptor.</summary>
internal static unsafe class Xattr
{
    /// <summary>struct xattr_args, since Linux 6.13; older headers lack it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct xattr_args
    {
        public ulong value;
        public uint size;
        public uint flags;
    }

    /// <summary>getxattrat(2) of what a descriptor stands for, O_PATH ones too: the value's size, bytes, or -errno.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="name">With its NUL.</param>
    /// <param name="value">Room; empty: only the size is asked for.</param>
    public static long getxattrat(int descriptor, ReadOnlySpan<byte> name, Span<byte> value)
    {
        byte nothing = 0;
        fixed (byte* n = name)
        fixed (byte* v = value)
        {
            xattr_args arguments = new() { value = (ulong)v, size = (uint)value.Length };
            return Raw.Call(
                Sysno.getxattrat, descriptor, (long)(&nothing), Fcntl.AT_EMPTY_PATH, (long)n, (long)(&arguments), sizeof(xattr_args));
        }
    }
}
