using System.Buffers.Text;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features.StandIns;

/// <summary>
/// A file that has stand-ins, in the store of its mount: the file itself, and beside it how many names it has, as the text of a
/// symbolic link, since that is replaced in one step.
/// </summary>
/// <param name="mountHostPath">The root of the mount on the host.</param>
/// <param name="text">The stand-ins' text.</param>
internal readonly unsafe ref struct StoredFile(ReadOnlySpan<byte> mountHostPath, ReadOnlySpan<byte> text)
{
    private static ReadOnlySpan<byte> CountMark => "#"u8;

    private readonly ReadOnlySpan<byte> _mount = mountHostPath;
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>Of a stored file's host path.</summary>
    public static StoredFile At(ReadOnlySpan<byte> hostPath) => new(hostPath[..^StandIn.TextBytes], hostPath[^StandIn.TextBytes..]);

    /// <summary>The root of the mount in whose store it lies, on the host.</summary>
    public ReadOnlySpan<byte> Root => _mount;

    /// <summary>How many names it has, as far as that is known.</summary>
    public ulong Names => TryGetNames(out ulong names) ? names : 1;

    /// <summary>Its st_mode as the guest sees it: the type that its stand-ins stand for.</summary>
    public uint ShownMode(uint mode) =>
        StandIn.TypeOf(_text) switch
        {
            StandIn.Socket => (mode & ~Stat.S_IFMT) | Stat.S_IFSOCK,
            StandIn.Fifo => (mode & ~Stat.S_IFMT) | Stat.S_IFIFO,
            _ => mode,
        };

    /// <summary>Notes how many names it has: 0, or -errno.</summary>
    public long SetNames(ulong names)
    {
        Span<byte> number = stackalloc byte[24];
        _ = Utf8Formatter.TryFormat(names, number, out int digits);
        number[digits] = 0;
        Span<byte> path = stackalloc byte[Resolution.PathMax];
        Span<byte> next = stackalloc byte[Resolution.PathMax];
        CountPath(path);
        CountPath(next, "+"u8);
        fixed (byte* n = number)
        fixed (byte* p = path)
        fixed (byte* f = next)
        {
            _ = Unistd.unlinkat(Fcntl.AT_FDCWD, f, 0); // a killed tracer's
            long result = Unistd.symlinkat(n, Fcntl.AT_FDCWD, f);
            return result == 0 ? Stdio.renameat2(Fcntl.AT_FDCWD, f, Fcntl.AT_FDCWD, p, 0) : result;
        }
    }

    /// <summary>Makes one more stand-in: 0, or -errno.</summary>
    public long AddAnother(ReadOnlySpan<byte> entry)
    {
        bool isKnown = TryGetNames(out ulong names);
        long result = isKnown ? SetNames(names + 1) : 0;
        result = result == 0 ? AddName(entry) : result;
        if (result != 0 && isKnown)
        {
            SetNames(names);
        }

        return result;
    }

    /// <summary>
    /// One name is gone: with the last the file goes. Where the number is lost it stays: better a file that nobody names than
    /// names that lead nowhere.
    /// </summary>
    public void Release()
    {
        bool isKnown = TryGetNames(out ulong names);
        if (names > 1)
        {
            SetNames(names - 1);
        }
        else if (isKnown)
        {
            Remove();
        }
    }

    /// <summary>Gives up a file that could not be taken into the store: what lies there is removed unless it is the file.</summary>
    public void Withdraw()
    {
        Span<byte> path = stackalloc byte[Resolution.PathMax];
        if (HostFiles.TypeOf(Path(path), out uint type) != Errno.None || type == Stat.S_IFLNK)
        {
            Remove();
        }
    }

    /// <summary>Removes the file and its number, whatever is there of them.</summary>
    public void Remove()
    {
        Span<byte> path = stackalloc byte[Resolution.PathMax];
        fixed (byte* p = Path(path))
        {
            _ = Unistd.unlinkat(Fcntl.AT_FDCWD, p, 0);
            CountPath(path);
            _ = Unistd.unlinkat(Fcntl.AT_FDCWD, p, 0);
        }
    }

    /// <summary>Makes a stand-in: 0, or -errno (EEXIST).</summary>
    /// <param name="entry">Its host path, with its NUL.</param>
    public long AddName(ReadOnlySpan<byte> entry)
    {
        Span<byte> text = stackalloc byte[StandIn.TextBytes + 1];
        _text.CopyTo(text);
        text[^1] = 0;
        fixed (byte* t = text)
        fixed (byte* e = entry)
        {
            return Unistd.symlinkat(t, Fcntl.AT_FDCWD, e);
        }
    }

    /// <summary>How many names it has; a socket or FIFO has one until it gets another. False: the number is lost.</summary>
    private bool TryGetNames(out ulong names)
    {
        Span<byte> path = stackalloc byte[Resolution.PathMax];
        Span<byte> number = stackalloc byte[24];
        int length = HostFiles.ReadLink(CountPath(path), number);
        bool isNoted = Utf8Parser.TryParse(number[..Math.Max(0, length)], out names, out _);
        names = isNoted ? names : 1;
        return isNoted || (StandIn.TypeOf(_text) != StandIn.Linked && length == -(int)Errno.ENOENT);
    }

    /// <summary>Its own host path, with its NUL.</summary>
    public ReadOnlySpan<byte> Path(Span<byte> room) => Join(room, default, default);

    private ReadOnlySpan<byte> CountPath(Span<byte> room, ReadOnlySpan<byte> suffix = default) => Join(room, CountMark, suffix);

    private ReadOnlySpan<byte> Join(Span<byte> room, ReadOnlySpan<byte> mark, ReadOnlySpan<byte> suffix)
    {
        int length = _mount.Length;
        _mount.CopyTo(room);
        _text.CopyTo(room[length..]);
        length += _text.Length;
        mark.CopyTo(room[length..]);
        length += mark.Length;
        suffix.CopyTo(room[length..]);
        length += suffix.Length;
        room[length] = 0;
        return room[..(length + 1)];
    }
}
