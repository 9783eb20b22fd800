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

    /// <summary>How many names it has; 1 where the number is lost.</summary>
    public ulong Names
    {
        get
        {
            Span<byte> path = stackalloc byte[Resolution.PathMax];
            Span<byte> number = stackalloc byte[24];
            int length = HostFiles.ReadLink(CountPath(path), number);
            return length > 0 && Utf8Parser.TryParse(number[..length], out ulong names, out _) ? names : 1;
        }
    }

    /// <summary>Its st_mode as the guest sees it: the type that its stand-ins stand for.</summary>
    public uint ShownMode(uint mode) =>
        StandIn.TypeOf(_text) == StandIn.Socket ? (mode & ~Stat.S_IFMT) | Stat.S_IFSOCK : mode;

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

    /// <summary>One name is gone: with the last the file goes.</summary>
    public void Release()
    {
        ulong names = Names;
        if (names > 1)
        {
            SetNames(names - 1);
            return;
        }

        Remove();
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
