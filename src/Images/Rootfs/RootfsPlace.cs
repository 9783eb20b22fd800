using Ptracer.Linux;
using Ptracer.Packer.Packing;

namespace Ptracer.Images.Rootfs;

/// <summary>
/// The place of a new rootfs, and the hidden directory beside it in which it is made: rename(2) then puts it there at once,
/// complete. Disposed before that, it leaves nothing. Its directory is locked: one without a lock was left by a process
/// that was killed, and is removed by the next.
/// </summary>
internal sealed unsafe class RootfsPlace : IDisposable
{
    private const uint DirectoryMode = 0x1c0; // 0700, until it is complete
    private const int OpenDirectory = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;

    private readonly byte[] _name;
    private int _parent = -1;
    private byte[]? _temporary;
    private int _descriptor = -1;

    /// <summary>Checks the place, and makes the empty directory beside it.</summary>
    /// <param name="path">Where the rootfs goes.</param>
    /// <exception cref="PtracerException">Something is there, or nothing can be made there.</exception>
    public RootfsPlace(string path)
    {
        Path = path;
        try
        {
            (string parent, _name) = OutputName.Of(path);
            _parent = OpenParent(parent);
            ThrowIfThere(Exists());
            HiddenNames.RemoveLeftovers(_parent);
            MakeTemporary();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>As the user named it, for messages.</summary>
    public string Path { get; }

    /// <summary>The new directory, open.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Bytes that this user may still write here.</summary>
    public long FreeBytes()
    {
        Statfs.statfs status;
        Check(Statfs.fstatfs(_descriptor, &status));
        ulong blocks = Unistd.geteuid() == 0 ? status.f_bfree : status.f_bavail;
        UInt128 bytes = (UInt128)blocks * (ulong)Math.Max(status.f_bsize, 1);
        return bytes > long.MaxValue ? long.MaxValue : (long)bytes;
    }

    /// <summary>Puts it in its place.</summary>
    /// <exception cref="PtracerException">Something came there meanwhile, or it cannot be put there.</exception>
    public void Take()
    {
        fixed (byte* from = _temporary)
        fixed (byte* to = _name)
        {
            long result = Stdio.renameat2(_parent, from, _parent, to, Stdio.RENAME_NOREPLACE);
            if (Raw.ErrnoOf(result) is Errno.EINVAL or Errno.ENOSYS)
            {
                result = Exists() ? -(long)Errno.EEXIST : Stdio.renameat(_parent, from, _parent, to);
            }

            ThrowIfThere(Raw.ErrnoOf(result) == Errno.EEXIST);
            Check(result);
        }

        _temporary = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_temporary is { } temporary)
        {
            _ = TreeRemoval.Remove(_parent, temporary);
            _temporary = null;
        }

        Close(ref _descriptor);
        Close(ref _parent);
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor >= 0)
        {
            Unistd.close(descriptor);
            descriptor = -1;
        }
    }

    private int OpenParent(string path)
    {
        fixed (byte* p = HostText.WithNul(path))
        {
            return (int)Check(Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC));
        }
    }

    private bool Exists()
    {
        Stat.stat status;
        fixed (byte* name = _name)
        {
            return Stat.newfstatat(_parent, name, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0;
        }
    }

    private void ThrowIfThere(bool isThere)
    {
        if (isThere)
        {
            throw new PtracerException($"{Path}: exists; remove it, or give another name");
        }
    }

    // Between mkdir and flock another process may take it for a leftover: then it is gone, and another is made.
    private void MakeTemporary()
    {
        while (true)
        {
            byte[] name = HiddenNames.Next();
            fixed (byte* p = name)
            {
                Check(Stat.mkdirat(_parent, p, DirectoryMode));
                long opened = Fcntl.openat(_parent, p, OpenDirectory);
                if (Raw.ErrnoOf(opened) == Errno.ENOENT)
                {
                    continue;
                }

                _temporary = name;
                _descriptor = (int)Check(opened);
            }

            if (HiddenNames.TryClaim(_parent, name, _descriptor))
            {
                return;
            }

            _temporary = null;
            Close(ref _descriptor);
        }
    }

    private long Check(long result) => result >= 0 ? result : throw OutputFailure.Of(Path, result);
}
