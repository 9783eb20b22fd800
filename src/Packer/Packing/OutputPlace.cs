using Ptracer.Linux;

namespace Ptracer.Packer.Packing;

/// <summary>What an output is on disk.</summary>
internal enum OutputKind
{
    File,
    Directory,
}

/// <summary>
/// The place of an output, and the hidden name beside it under which it is made: rename(2) then puts it there at once,
/// complete. Disposed before that, or when a signal came, it leaves nothing; SIGKILL alone leaves the hidden name, until the
/// next output in that directory is begun.
/// <para>
/// A file is on the disk before it takes its place, so that a power cut leaves the former or the new one. A directory's
/// own names are, and the list of what it holds (<see cref="CopyQueue"/>), but not each of its files: to wait for
/// thousands of them costs more than to copy them, and cp(1) does not either. What a power cut has spoilt shows by the
/// sizes in the list; the pack is then made again.
/// </para>
/// </summary>
internal sealed unsafe class OutputPlace : IDisposable
{
    private const int FileMode = 0x1b6; // 0666, less the umask
    private const uint DirectoryMode = 0x1c0; // 0700, until it is complete

    private readonly OutputKind _kind;
    private readonly ExistingOutput _existing;
    private readonly byte[] _name;
    private readonly SignalHold _signals = new();
    private readonly int _parent = -1;
    private byte[]? _temporary;
    private int _descriptor = -1;
    private bool _disposed;

    /// <summary>Checks the place, and makes the empty file or directory beside it.</summary>
    /// <param name="path">Where the output goes.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="existing">What happens to something that is there.</param>
    /// <exception cref="PtracerException">Something is there, or nothing can be made there.</exception>
    public OutputPlace(string path, OutputKind kind, ExistingOutput existing)
    {
        (Path, _kind, _existing) = (path, kind, existing);
        try
        {
            (string parent, _name) = OutputName.Of(path);
            _parent = OpenParent(parent);
            CheckExisting();
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

    /// <summary>The new file, open for writing, or the new directory.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Puts it in its place. What it replaces is removed.</summary>
    /// <exception cref="PtracerException">Something came there meanwhile, or it cannot be put there.</exception>
    public void Take()
    {
        SignalHold.ThrowIfSignalled();
        DiskSync.Wait(Path, _descriptor);
        byte[] temporary = _temporary!;
        fixed (byte* from = temporary)
        fixed (byte* to = _name)
        {
            if (_existing == ExistingOutput.Refuse)
            {
                Check(RenameOnto(from, to));
            }
            else if (_kind == OutputKind.File)
            {
                Check(Stdio.renameat(_parent, from, _parent, to));
            }
            else
            {
                Exchange(from, to);
                return;
            }
        }

        _temporary = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_descriptor >= 0)
        {
            Unistd.close(_descriptor);
        }

        if (_temporary is { } temporary)
        {
            _ = TreeRemoval.Remove(_parent, temporary);
        }

        if (_parent >= 0)
        {
            Unistd.close(_parent);
        }

        _signals.Dispose();
    }

    private int OpenParent(string path)
    {
        fixed (byte* p = HostText.WithNul(path))
        {
            return (int)Check(Fcntl.openat(Fcntl.AT_FDCWD, p, Fcntl.O_PATH | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC));
        }
    }

    private bool Exists(out bool isSameKind)
    {
        Stat.stat status;
        fixed (byte* name = _name)
        {
            bool exists = Stat.newfstatat(_parent, name, &status, Fcntl.AT_SYMLINK_NOFOLLOW) == 0;
            uint wanted = _kind == OutputKind.File ? Stat.S_IFREG : Stat.S_IFDIR;
            isSameKind = exists && (status.st_mode & Stat.S_IFMT) == wanted;
            return exists;
        }
    }

    private void CheckExisting()
    {
        if (!Exists(out bool isSameKind))
        {
            return;
        }

        if (_existing == ExistingOutput.Refuse)
        {
            throw new PtracerException($"{Path}: exists; give --force to replace it");
        }

        if (!isSameKind)
        {
            string kind = _kind == OutputKind.File ? "regular file" : "directory";
            throw new PtracerException($"{Path}: exists and is no {kind}; remove it, or give another name");
        }
    }

    private void MakeTemporary()
    {
        while (true)
        {
            long result = Make(HiddenNames.Next());
            if (Raw.ErrnoOf(result) == Errno.EEXIST)
            {
                continue;
            }

            _descriptor = (int)Check(result);
            if (HiddenNames.TryClaim(_parent, _temporary!, _descriptor))
            {
                return;
            }

            Unistd.close(_descriptor);
            (_descriptor, _temporary) = (-1, null);
        }
    }

    private long Make(byte[] name)
    {
        const int Create = Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        const int Open = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
        fixed (byte* p = name)
        {
            bool isFile = _kind == OutputKind.File;
            long result = isFile ? Fcntl.openat(_parent, p, Create, FileMode) : Stat.mkdirat(_parent, p, DirectoryMode);
            _temporary = result >= 0 ? name : null;
            return isFile || result < 0 ? result : Fcntl.openat(_parent, p, Open);
        }
    }

    // File systems without the flags of renameat2(2) answer EINVAL; there nothing better is to be had than a look before.
    private long RenameOnto(byte* from, byte* to)
    {
        long result = Stdio.renameat2(_parent, from, _parent, to, Stdio.RENAME_NOREPLACE);
        if (Raw.ErrnoOf(result) is Errno.EINVAL or Errno.ENOSYS)
        {
            result = Exists(out _) ? -(long)Errno.EEXIST : Stdio.renameat(_parent, from, _parent, to);
        }

        return Raw.ErrnoOf(result) != Errno.EEXIST
            ? result
            : throw new PtracerException($"{Path}: came into being meanwhile; give --force to replace it");
    }

    private void Exchange(byte* from, byte* to)
    {
        long result = Stdio.renameat2(_parent, from, _parent, to, Stdio.RENAME_EXCHANGE);
        if (Raw.ErrnoOf(result) == Errno.ENOENT)
        {
            Check(RenameOnto(from, to));
            _temporary = null;
            return;
        }

        if (Raw.ErrnoOf(result) is Errno.EINVAL or Errno.ENOSYS)
        {
            byte[] aside = [.. _temporary.AsSpan()[..^1], (byte)'o', 0];
            fixed (byte* old = aside)
            {
                Check(Stdio.renameat(_parent, to, _parent, old));
                result = Stdio.renameat(_parent, from, _parent, to);
                _temporary = result < 0 ? _temporary : aside;
                _ = result < 0 ? Stdio.renameat(_parent, old, _parent, to) : 0;
            }
        }

        Check(result);
        RemoveFormer();
    }

    private void RemoveFormer()
    {
        byte[] former = _temporary!;
        _temporary = null;
        if (Raw.ErrnoOf(TreeRemoval.Remove(_parent, former)) is not (Errno.None or Errno.ENOENT))
        {
            string name = HostText.Show(former.AsSpan()[..^1]);
            throw new PtracerException($"{Path}: written, but what was there cannot be removed; remove {name} beside it");
        }
    }

    private long Check(long result) => result >= 0 ? result : throw OutputFailure.Of(Path, result);
}
