using Ptracer.Images.Layouts;
using Ptracer.Linux;
using Ptracer.Packer.Packing;

namespace Ptracer.Images.Registry;

/// <summary>
/// Parts of images by their digests, in a directory: <c>sha256/HEX</c>, and <c>sha256/HEX.partial</c> for what is being
/// downloaded, which a later download goes on with. Whoever writes to one has it locked.
/// </summary>
internal sealed unsafe class BlobStore
{
    private const int DirectoryMode = 0x1ed; // 0755, less the umask
    private const int FileMode = 0x1a4; // 0644
    private const int OpenPartial = Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;

    /// <summary>Makes the directory, if it is not there.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="PtracerException">It cannot be made.</exception>
    public BlobStore(string path)
    {
        Path = path.TrimEnd('/');
        Make(Path);
    }

    /// <summary>As the user named it.</summary>
    public string Path { get; }

    /// <summary>Whether all of a part is there.</summary>
    public bool Has(ImageDescriptor part) => new FileInfo(PathOf(part.Digest)) is { Exists: true } file && file.Length == part.SizeBytes;

    /// <summary>Opens a part. It is checked while it is unpacked.</summary>
    public Stream Open(ImageDigest digest) => File.OpenRead(PathOf(digest));

    /// <summary>Drops a part that turned out to be damaged.</summary>
    public void Remove(ImageDigest digest) => File.Delete(PathOf(digest));

    /// <summary>Opens what there is of a part, locked.</summary>
    /// <param name="part">The part.</param>
    /// <param name="interruption">Asked while another process has it.</param>
    public PartialBlob Begin(ImageDescriptor part, Interruption interruption)
    {
        const int WaitMs = 100;
        Make($"{Path}/{part.Digest.Algorithm}");
        for (; ; )
        {
            fixed (byte* path = HostText.WithNul(PathOf(part.Digest) + ".partial"))
            {
                int descriptor = (int)Check(Fcntl.openat(Fcntl.AT_FDCWD, path, OpenPartial, FileMode));
                long locked = SysFile.flock(descriptor, SysFile.LOCK_EX | SysFile.LOCK_NB);
                Stat.stat ours, named;
                Check(Stat.fstat(descriptor, &ours));
                bool isNamed = Stat.newfstatat(Fcntl.AT_FDCWD, path, &named, Fcntl.AT_SYMLINK_NOFOLLOW) == 0 && named.st_ino == ours.st_ino;
                if (Raw.ErrnoOf(locked) != Errno.EAGAIN && isNamed)
                {
                    return new PartialBlob(this, part, descriptor);
                }

                Unistd.close(descriptor); // another has it, or has just made it whole
            }

            interruption.ThrowIfAsked();
            Thread.Sleep(WaitMs);
        }
    }

    /// <summary>Where a part is.</summary>
    public string PathOf(ImageDigest digest) => $"{Path}/{digest.Algorithm}/{digest.Hex}";

    /// <summary>A result, if it is none of failure.</summary>
    public long Check(long result) => result >= 0 ? result : throw OutputFailure.Of(Path, result);

    private void Make(string path)
    {
        for (int slash = path.IndexOf('/', 1); ; slash = path.IndexOf('/', slash + 1))
        {
            string directory = slash < 0 ? path : path[..slash];
            fixed (byte* p = HostText.WithNul(directory))
            {
                long made = Stat.mkdirat(Fcntl.AT_FDCWD, p, DirectoryMode);
                bool isThere = made == 0 || Directory.Exists(directory);
                if (!isThere)
                {
                    Check(made);
                }
            }

            if (slash < 0)
            {
                return;
            }
        }
    }
}
