using Ptracer.Linux;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>Writes the contents of files; what a sparse file does not store becomes holes.</summary>
/// <param name="place">Where the rootfs is made.</param>
/// <param name="interruption">Asked between two blocks.</param>
internal sealed unsafe class RootfsFiles(RootfsPlace place, Interruption interruption)
{
    private const int NewFile = Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
    private const int NewFileMode = 0x180; // 0600
    private const int BufferBytes = 256 * 1024;

    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Bytes written so far.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Makes an empty file.</summary>
    public int Create(TreePath path, int directory, byte* name) =>
        (int)OutputFailure.Checked(place.Path, path, Fcntl.openat(directory, name, NewFile, NewFileMode));

    /// <summary>Writes the content of the archive's member.</summary>
    public void Write(int file, TreePath path, TarRecord record, TarReader reader)
    {
        if (record.Sparse is not { } map)
        {
            WritePart(file, path, reader, 0, record.SizeBytes);
            return;
        }

        OutputFailure.Checked(place.Path, path, Unistd.ftruncate(file, map.FileBytes));
        foreach ((long offset, long size) in map.Parts)
        {
            WritePart(file, path, reader, offset, size);
        }
    }

    private void WritePart(int file, TreePath path, TarReader reader, long offset, long sizeBytes)
    {
        for (long end = offset + sizeBytes; offset < end;)
        {
            interruption.ThrowIfAsked();
            int count = reader.Read(_buffer.AsSpan(0, (int)Math.Min(BufferBytes, end - offset)));
            if (count == 0)
            {
                throw new PtracerException($"{path}: shorter in the archive than its header says; get the archive again");
            }

            fixed (byte* p = _buffer)
            {
                for (int done = 0; done < count;)
                {
                    long written = Unistd.pwrite(file, p + done, count - done, offset + done);
                    done += (int)OutputFailure.Checked(place.Path, path, written);
                }
            }

            offset += count;
            SizeBytes += count;
        }
    }
}
