using Org.BouncyCastle.Crypto;
using Ptracer.Images.Layouts;
using Ptracer.Linux;

namespace Ptracer.Images.Registry;

/// <summary>A part of an image that is being downloaded. What is there when it is disposed stays, for the next time.</summary>
internal sealed unsafe class PartialBlob : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly BlobStore _store;
    private readonly ImageDescriptor _part;
    private readonly int _descriptor;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private IDigest _hash;

    /// <summary>Hashes what is there.</summary>
    /// <param name="store">Where it is.</param>
    /// <param name="part">What it becomes.</param>
    /// <param name="descriptor">Open and locked; this closes it.</param>
    public PartialBlob(BlobStore store, ImageDescriptor part, int descriptor)
    {
        (_store, _part, _descriptor) = (store, part, descriptor);
        _hash = ImageDigest.NewHash(part.Digest.Algorithm);
        fixed (byte* p = _buffer)
        {
            for (long count; (count = store.Check(Unistd.pread(descriptor, p, BufferBytes, SizeBytes))) > 0;)
            {
                _hash.BlockUpdate(_buffer.AsSpan(0, (int)count));
                SizeBytes += count;
            }
        }

        if (SizeBytes > part.SizeBytes)
        {
            Restart();
        }
    }

    /// <summary>Bytes that are there.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Throws away what is there.</summary>
    public void Restart()
    {
        _store.Check(Unistd.ftruncate(_descriptor, 0));
        (SizeBytes, _hash) = (0, ImageDigest.NewHash(_part.Digest.Algorithm));
    }

    /// <summary>Adds all of a content. More than the part's size is refused.</summary>
    /// <exception cref="NetworkException">It is too long.</exception>
    public void Append(Stream content, Action<long> progress)
    {
        for (int count; (count = content.Read(_buffer)) > 0;)
        {
            if (count > _part.SizeBytes - SizeBytes)
            {
                Restart();
                throw new NetworkException(NetworkFailure.Lasting, $"the registry sends more than the {_part.SizeBytes} bytes that it should have; tell its owner");
            }

            fixed (byte* p = _buffer)
            {
                for (int done = 0; done < count;)
                {
                    done += (int)_store.Check(Unistd.pwrite(_descriptor, p + done, count - done, SizeBytes + done));
                }
            }

            _hash.BlockUpdate(_buffer.AsSpan(0, count));
            SizeBytes += count;
            progress(SizeBytes);
        }
    }

    /// <summary>All is there: it is checked, and takes its name. A wrong content is thrown away.</summary>
    /// <exception cref="NetworkException">It is another content.</exception>
    public void Complete()
    {
        if (SizeBytes < _part.SizeBytes)
        {
            throw new NetworkException(NetworkFailure.Passing, $"the registry sends {SizeBytes} bytes of {_part.SizeBytes}; try again");
        }

        string path = _store.PathOf(_part.Digest);
        fixed (byte* partial = HostText.WithNul(path + ".partial"))
        fixed (byte* whole = HostText.WithNul(path))
        {
            if (ImageDigest.Finish(_part.Digest.Algorithm, _hash) != _part.Digest)
            {
                _store.Check(Unistd.unlinkat(Fcntl.AT_FDCWD, partial, 0));
                throw new NetworkException(NetworkFailure.Lasting, "the registry sends another content than the digest says; tell its owner");
            }

            _store.Check(Stdio.renameat(Fcntl.AT_FDCWD, partial, Fcntl.AT_FDCWD, whole));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (SizeBytes == 0)
        {
            DropEmpty();
        }

        Unistd.close(_descriptor);
    }

    private void DropEmpty()
    {
        Stat.stat status;
        fixed (byte* partial = HostText.WithNul(_store.PathOf(_part.Digest) + ".partial"))
        {
            if (Stat.fstat(_descriptor, &status) == 0 && status.st_size == 0 && _part.SizeBytes > 0)
            {
                _ = Unistd.unlinkat(Fcntl.AT_FDCWD, partial, 0);
            }
        }
    }
}
