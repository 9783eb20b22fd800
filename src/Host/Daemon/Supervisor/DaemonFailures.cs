using System.Text;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What goes wrong in the daemon's loop.</summary>
internal static class DaemonFailures
{
    /// <summary>What the place refuses (a full disk, a rootfs that cannot be written) is said, and the daemon goes on.</summary>
    /// <returns>False: it is a bug, which ends it.</returns>
    public static bool Survives(Exception failure)
    {
        bool isThePlaces = failure is IOException or UnauthorizedAccessException or PosixException or PtracerException or ControlException;
        if (isThePlaces)
        {
            Report(failure.Message);
        }

        return isThePlaces;
    }

    /// <summary>Says it on standard error.</summary>
    public static void Report(string message)
    {
        using Stream error = Console.OpenStandardError();
        error.Write(Encoding.UTF8.GetBytes($"ptracer daemon: {message}\n"));
    }
}
