namespace Ptracer.Linux;

/// <summary>sys/xattr.h: extended attributes.</summary>
internal static unsafe class Xattr
{
    /// <summary>lgetxattr(2): the value's size, bytes, or -errno.</summary>
    /// <param name="path">With its NUL.</param>
    /// <param name="name">With its NUL.</param>
    /// <param name="value">Room; empty: only the size is asked for.</param>
    public static long lgetxattr(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, Span<byte> value)
    {
        fixed (byte* p = path)
        fixed (byte* n = name)
        fixed (byte* v = value)
        {
            return Raw.Call(Sysno.lgetxattr, (long)p, (long)n, (long)v, value.Length);
        }
    }
}
