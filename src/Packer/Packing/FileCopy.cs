using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Copies contents into new files: by copy_file_range(2), which shares blocks where the file system can, or through a
/// buffer where the kernel declines (other file systems before Linux 5.3, /proc, a file of a package).
/// </summary>
/// <param name="output">As the user named it, for messages.</param>
internal sealed unsafe class FileCopy(string output)
{
    private const int BufferBytes = 256 * 1024;
    private const long StepBytes = 64 * 1024 * 1024; // between two looks at signals

    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Copies all of a file.</summary>
    /// <param name="from">What is copied.</param>
    /// <param name="to">A new file, open for writing, at its start.</param>
    /// <param name="path">Its place in the output, for messages.</param>
    /// <exception cref="PtracerException">It cannot be read or written.</exception>
    public void Copy(ITreeFile from, int to, TreePath path)
    {
        long done = from is IDescriptorFile file ? CopyByKernel(file, to, path) : 0;
        while (done < from.SizeBytes)
        {
            SignalHold.ThrowIfSignalled();
            int count = from.ReadAt(_buffer.AsSpan(0, (int)Math.Min(BufferBytes, from.SizeBytes - done)), done);
            if (count == 0)
            {
                return; // it became shorter while it was read, as cp(1) would find it
            }

            WriteAll(to, _buffer.AsSpan(0, count), path);
            done += count;
        }
    }

    /// <summary>Writes a content that is at hand.</summary>
    public void WriteAll(int to, ReadOnlySpan<byte> bytes, TreePath path)
    {
        fixed (byte* p = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                done += (int)OutputFailure.Checked(output, path, Unistd.write(to, p + done, bytes.Length - done));
            }
        }
    }

    private long CopyByKernel(IDescriptorFile from, int to, TreePath path)
    {
        long done = 0;
        while (done < from.SizeBytes)
        {
            SignalHold.ThrowIfSignalled();
            long offset = from.Start + done;
            long count = Unistd.copy_file_range(from.Descriptor, &offset, to, null, Math.Min(StepBytes, from.SizeBytes - done));
            if (Raw.ErrnoOf(count) is Errno.ENOSPC or Errno.EDQUOT or Errno.EFBIG)
            {
                throw OutputFailure.Of(output, path, count);
            }

            if (count <= 0)
            {
                break;
            }

            done += count;
        }

        return done;
    }
}
