using Ptracer.Linux;

namespace Ptracer.Packer.Storage;

/// <summary>
/// Copies files' contents: data by copy_file_range(2), which shares blocks where the file system can, or through a buffer
/// where the kernel declines; holes as holes.
/// </summary>
/// <param name="progress">Told the bytes copied so far; it may throw, which ends the copy.</param>
internal sealed unsafe class ContentCopy(Action<long> progress)
{
    private const int BufferBytes = 256 * 1024;
    private const long StepBytes = 16 * 1024 * 1024; // between two calls of progress
    private const int SectorBytes = 512; // of st_blocks

    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>The bytes copied so far, of all files.</summary>
    public long DoneBytes { get; private set; }

    /// <summary>Copies a file.</summary>
    /// <param name="from">Open for reading.</param>
    /// <param name="to">A new file, open for writing.</param>
    /// <param name="sizeBytes">The size of <paramref name="from"/>.</param>
    /// <param name="blocks">Its blocks of 512 bytes: fewer than its size needs, and it has holes.</param>
    /// <returns>0 or the first -errno.</returns>
    public long Copy(int from, int to, long sizeBytes, long blocks)
    {
        bool hasHoles = blocks < sizeBytes / SectorBytes;
        long result = 0;
        for (long at = 0; at < sizeBytes && result >= 0;)
        {
            long start = hasHoles ? Unistd.lseek(from, at, Unistd.SEEK_DATA) : at;
            if (Raw.ErrnoOf(start) == Errno.ENXIO)
            {
                break; // nothing but a hole is left
            }

            bool knowsHoles = hasHoles && start >= 0;
            start = start < 0 ? at : start;
            long end = knowsHoles ? Unistd.lseek(from, start, Unistd.SEEK_HOLE) : sizeBytes;
            at = end > start ? Math.Min(end, sizeBytes) : sizeBytes;
            result = CopyRange(from, to, start, at);
        }

        return result < 0 ? result : hasHoles ? Unistd.ftruncate(to, sizeBytes) : 0;
    }

    private long CopyRange(int from, int to, long start, long end)
    {
        bool byKernel = true;
        while (start < end)
        {
            long count = byKernel ? ByKernel(from, to, start, end) : ByBuffer(from, to, start, end);
            if (byKernel && (count == 0 || IsDeclined(count)))
            {
                byKernel = false;
                continue;
            }

            if (count <= 0)
            {
                return count; // 0: it became shorter while it was copied, as cp(1) would find it
            }

            start += count;
            DoneBytes += count;
            progress(DoneBytes);
        }

        return 0;
    }

    private static bool IsDeclined(long count) => Raw.ErrnoOf(count) is not
        (Errno.None or Errno.ENOSPC or Errno.EDQUOT or Errno.EFBIG or Errno.EIO);

    private static long ByKernel(int from, int to, long start, long end)
    {
        long target = start;
        return Unistd.copy_file_range(from, &start, to, &target, Math.Min(StepBytes, end - start));
    }

    private long ByBuffer(int from, int to, long start, long end)
    {
        fixed (byte* p = _buffer)
        {
            long count = Unistd.pread(from, p, (int)Math.Min(BufferBytes, end - start), start);
            for (long done = 0; done < count;)
            {
                long written = Unistd.pwrite(to, p + done, (int)(count - done), start + done);
                if (written < 0)
                {
                    return written;
                }

                done += written;
            }

            return count;
        }
    }
}
