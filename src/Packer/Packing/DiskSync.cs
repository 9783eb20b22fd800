using Ptracer.Linux;

namespace Ptracer.Packer.Packing;

/// <summary>Waits for the disk, so that a power cut does not leave a name without its content.</summary>
internal static class DiskSync
{
    /// <summary>Waits until a file, or the names of a directory, are written, where the file system can tell.</summary>
    /// <param name="output">As the user named it, for messages.</param>
    /// <param name="descriptor">Open, for reading or writing.</param>
    /// <exception cref="PtracerException">They could not be written.</exception>
    public static void Wait(string output, int descriptor)
    {
        long result = Unistd.fsync(descriptor);
        bool isUnknown = Raw.ErrnoOf(result) is Errno.EINVAL or Errno.ENOSYS or Errno.EOPNOTSUPP;
        if (result < 0 && !isUnknown)
        {
            throw OutputFailure.Of(output, result);
        }
    }
}
