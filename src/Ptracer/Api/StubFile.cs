using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>The file that the kernel executes in place of guest programs: given, or in memory only.</summary>
internal static unsafe class StubFile
{
    private const int MFD_CLOEXEC = 1;
    private const int MFD_EXEC = 0x10;

    /// <summary>Its host path, with its NUL.</summary>
    public static byte[] Open(string? loaderPath)
    {
        if (loaderPath is not null)
        {
            return HostText.WithNul(System.IO.Path.GetFullPath(loaderPath));
        }

        ulong size;
        byte* image = Linux.Shim.ptracer_stub(&size);
        int descriptor = Create();
        if (descriptor < 0 || Unistd.write(descriptor, image, (int)size) != (long)size)
        {
            throw new PtracerException("stub loader: no memory file can be made; give a loader file with --loader (ptracer loader FILE writes one)");
        }

        Span<byte> path = stackalloc byte[48];
        return path[..(SessionLink.Format(descriptor, path) + 1)].ToArray();
    }

    /// <summary>MFD_EXEC since Linux 6.3; before, every memory file may be executed.</summary>
    private static int Create()
    {
        fixed (byte* name = "ptracer\0"u8)
        {
            long descriptor = Raw.Call(Sysno.memfd_create, (long)name, MFD_CLOEXEC | MFD_EXEC);
            return (int)(descriptor == -(long)Errno.EINVAL ? Raw.Call(Sysno.memfd_create, (long)name, MFD_CLOEXEC) : descriptor);
        }
    }
}
