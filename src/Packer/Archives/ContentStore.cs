using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>
/// The contents of an archive's files, one behind the other, in a file without a name: each is decompressed once. Little
/// lies in memory (memfd_create(2)), more on disk (O_TMPFILE), and either is gone with the process.
/// </summary>
internal sealed unsafe class ContentStore : IDisposable
{
    private const long MemoryBytes = 16 * 1024 * 1024;
    private const int BufferBytes = 256 * 1024;
    private const int FileMode = 0x180; // 0600

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly int _descriptor;
    private readonly string _place;
    private int _buffered;

    /// <summary>Makes an empty one.</summary>
    /// <param name="expectedBytes">How much will come, about.</param>
    /// <exception cref="PtracerException">Neither memory nor disk can be had.</exception>
    public ContentStore(long expectedBytes)
    {
        IReadOnlyList<string> places = AndroidPackage.TemporaryDirectories;
        long descriptor = -1;
        _place = "memory";
        for (int at = 0; expectedBytes > MemoryBytes && descriptor < 0 && at < places.Count; at++)
        {
            fixed (byte* path = HostText.WithNul(places[at]))
            {
                descriptor = Fcntl.openat(Fcntl.AT_FDCWD, path, Fcntl.O_TMPFILE | Fcntl.O_RDWR | Fcntl.O_CLOEXEC, FileMode);
                _place = descriptor < 0 ? _place : places[at];
            }
        }

        if (descriptor < 0)
        {
            fixed (byte* name = "packages\0"u8)
            {
                descriptor = Mman.memfd_create(name, Mman.MFD_CLOEXEC);
            }
        }

        _descriptor = descriptor >= 0 ? (int)descriptor : throw Failed(descriptor);
    }

    /// <summary>Bytes in it: where the next content begins.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Adds bytes at its end.</summary>
    /// <exception cref="PtracerException">There is no room.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        SizeBytes += bytes.Length;
        if (bytes.Length > BufferBytes - _buffered)
        {
            Flush();
        }

        if (bytes.Length > BufferBytes)
        {
            Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    /// <summary>A content that was added.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="sizeBytes">How long it is.</param>
    public ITreeFile Open(long start, long sizeBytes)
    {
        Flush();
        return new StoredFile(this, start, sizeBytes);
    }

    /// <inheritdoc/>
    public void Dispose() => Unistd.close(_descriptor);

    private void Flush()
    {
        Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* p = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                long count = Unistd.write(_descriptor, p + done, bytes.Length - done);
                done += count > 0 ? (int)count : throw Failed(count);
            }
        }
    }

    private PtracerException Failed(long result) =>
        new($"{_place}: no room for what the archives hold ({Raw.ErrnoOf(result)}); set TMPDIR to a place with more");

    private sealed class StoredFile(ContentStore store, long start, long sizeBytes) : IDescriptorFile
    {
        public int Descriptor => store._descriptor;

        public long Start => start;

        public long SizeBytes => sizeBytes;

        public int ReadAt(Span<byte> buffer, long offset)
        {
            int wanted = (int)Math.Clamp(sizeBytes - offset, 0, buffer.Length);
            int done = 0;
            fixed (byte* p = buffer)
            {
                while (done < wanted)
                {
                    long count = Unistd.pread(store._descriptor, p + done, wanted - done, start + offset + done);
                    done += count > 0 ? (int)count : throw store.Failed(count);
                }
            }

            return done;
        }

        public void Dispose()
        {
        }
    }
}
