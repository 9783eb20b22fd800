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

    /// <summary>fsetxattr(2): 0 or -errno.</summary>
    /// <param name="fd">A file or directory, open.</param>
    /// <param name="name">With its NUL.</param>
    /// <param name="value">The value.</param>
    public static long fsetxattr(int fd, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        fixed (byte* n = name)
        fixed (byte* v = value)
        {
            return Raw.Call(Sysno.fsetxattr, fd, (long)n, (long)v, value.Length, 0);
        }
    }
}
