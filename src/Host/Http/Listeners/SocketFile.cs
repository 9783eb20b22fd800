using System.Net.Sockets;

namespace Ptracer.Host.Http.Listeners;

/// <summary>
/// Unix sockets in the file system. A socket is bound in a directory of mode 0700, gets mode 0600 there, and is renamed to
/// its place: so it is never there with other rights, and no umask (which is the whole process's) is touched.
/// </summary>
internal static class SocketFile
{
    private const int Backlog = 128;
    private const int LongestPath = 107; // sizeof(sockaddr_un.sun_path) less the NUL
    private const string MakingSuffix = ".d";

    /// <summary>Listens at a path. A socket that nobody answers at is replaced.</summary>
    /// <exception cref="PtracerException">Somebody answers there, or the place does not take a socket.</exception>
    public static Socket Listen(string path)
    {
        string making = path + MakingSuffix;
        string made = Path.Combine(making, "s");
        if (System.Text.Encoding.UTF8.GetByteCount(made) > LongestPath)
        {
            throw new PtracerException(
                $"{path}: too long for a socket (at most {LongestPath - MakingSuffix.Length - 2} bytes); set PTRACER_HOME to a shorter path");
        }

        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            RefuseIfAnswered(path);
            if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            {
                throw new PtracerException($"{path}: cannot listen there: its directory does not exist; make it first");
            }

            Discard(making);
            Directory.CreateDirectory(making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            socket.Bind(new UnixDomainSocketEndPoint(made));
            File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen(Backlog);
            File.Move(made, path, overwrite: true);
            Directory.Delete(making);
            return socket;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException)
        {
            socket.Dispose();
            throw new PtracerException($"{path}: cannot listen there: {failure.Message}; check the directory's owner and mode");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void RefuseIfAnswered(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return;
        }

        throw new PtracerException($"{path}: a daemon answers there already; stop it first");
    }

    private static void Discard(string making)
    {
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }
    }
}
