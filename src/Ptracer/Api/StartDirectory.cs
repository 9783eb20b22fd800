using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>The directory in which the command starts.</summary>
internal sealed class StartDirectory
{
    private readonly PathTranslator _paths;
    private readonly Resolution _place = new();

    /// <param name="translator">The session's view of paths.</param>
    /// <param name="wanted">A guest path, or null.</param>
    public StartDirectory(PathTranslator translator, string? wanted)
    {
        _paths = translator;
        GuestPath = Find(wanted);
        HostPath = Locate(GuestPath) == Errno.None
            ? _place.Host.WithNul.ToArray()
            : throw new PtracerException($"working directory {HostText.Show(GuestPath)}: cannot be entered; give another with -w");
    }

    /// <summary>Its guest path; empty for the root.</summary>
    public byte[] GuestPath { get; }

    /// <summary>Its host path, with its NUL.</summary>
    public byte[] HostPath { get; }

    /// <summary>The guest path to start in: as asked for, or where the host is, or the root.</summary>
    private byte[] Find(string? wanted)
    {
        int self = Unistd.getpid();
        if (wanted is not null)
        {
            byte[] path = HostText.Bytes(wanted);
            path = path is [(byte)'/', ..] ? path : [(byte)'/', .. path];
            Errno error = Locate(path);
            return error == Errno.None ? path : throw new PtracerException(
                $"working directory {wanted}: {(error == Errno.ENOENT ? "not in the guest" : error.ToString())}; give another with -w");
        }

        return _paths.TryGetDirectory(new LookupProcess(self, self), Fcntl.AT_FDCWD, out _, out ReadOnlySpan<byte> here)
            ? here.ToArray()
            : [];
    }

    private Errno Locate(ReadOnlySpan<byte> path)
    {
        int self = Unistd.getpid();
        byte[] directory = [.. path, (byte)'/'];
        Errno error = _paths.Translate(
            new LookupProcess(self, self), Fcntl.AT_FDCWD, directory, LookupKind.Follow, LookupLimits.NeedPlace, _place);
        return error != Errno.None ? error : HostFiles.CheckDirectory(_place.Host.WithNul);
    }
}
