using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>A regular file of this machine, named by the user.</summary>
internal sealed unsafe class HostFile : IDescriptorFile
{
    private readonly string _path;

    /// <summary>Opens it.</summary>
    /// <exception cref="PtracerException">It cannot be opened, or is no regular file.</exception>
    public HostFile(string path)
    {
        _path = path;
        Stat.stat status = default;
        fixed (byte* name = HostText.WithNul(path))
        {
            long opened = Fcntl.openat(Fcntl.AT_FDCWD, name, Fcntl.O_RDONLY | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC);
            Descriptor = opened >= 0 ? (int)opened : throw Unreadable(opened);
        }

        Stat.fstat(Descriptor, &status);
        SizeBytes = status.st_size;
        if ((status.st_mode & Stat.S_IFMT) != Stat.S_IFREG)
        {
            Dispose();
            throw new PtracerException($"{path}: not a regular file; give an archive");
        }
    }

    /// <inheritdoc/>
    public int Descriptor { get; }

    /// <inheritdoc/>
    public long Start => 0;

    /// <inheritdoc/>
    public long SizeBytes { get; }

    /// <inheritdoc/>
    public int ReadAt(Span<byte> buffer, long offset)
    {
        fixed (byte* p = buffer)
        {
            long count = Unistd.pread(Descriptor, p, buffer.Length, offset);
            return count >= 0 ? (int)count : throw Unreadable(count);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Unistd.close(Descriptor);

    private PtracerException Unreadable(long result) =>
        new($"{_path}: cannot be read ({Raw.ErrnoOf(result)}); check the path and its permissions");
}
