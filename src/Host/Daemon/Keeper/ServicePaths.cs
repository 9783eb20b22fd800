using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>The directories of services: RuntimeDirectory= and its like of systemd.exec(5), for the system manager.</summary>
internal static class ServicePaths
{
    /// <summary>The directory above those of a kind.</summary>
    public static string RootOf(ServiceDirectoryKind kind) => kind switch
    {
        ServiceDirectoryKind.Runtime => "/run",
        ServiceDirectoryKind.State => "/var/lib",
        ServiceDirectoryKind.Cache => "/var/cache",
        ServiceDirectoryKind.Logs => "/var/log",
        _ => "/etc",
    };

    /// <summary>Makes them.</summary>
    /// <exception cref="IOException">One cannot be made.</exception>
    public static void Make(GuestFiles files, ExecContext exec)
    {
        foreach (ServiceDirectories kind in exec.Directories)
        {
            string root = RootOf(kind.Kind);
            foreach (ServiceDirectory directory in kind.Directories)
            {
                files.MakeDirectory($"{root}/{directory.Path}", (UnixFileMode)(kind.Mode & 0xfff));
                foreach (string link in directory.Links)
                {
                    files.Link($"{root}/{link}", $"{root}/{directory.Path}");
                }
            }
        }
    }

    /// <summary>Removes those that go when the service stops.</summary>
    /// <exception cref="IOException">One cannot be removed.</exception>
    public static void RemoveRuntime(GuestFiles files, ExecContext exec)
    {
        foreach (ServiceDirectory directory in exec.DirectoriesOf(ServiceDirectoryKind.Runtime).Directories)
        {
            files.RemoveTree($"/run/{directory.Path}");
            foreach (string link in directory.Links)
            {
                files.Delete($"/run/{link}");
            }
        }
    }

    /// <summary>RuntimeDirectoryPreserve=: whether the runtime directories outlive this stop.</summary>
    public static bool KeepsRuntimeDirectory(this Service service, bool restarts) =>
        service.Exec.RuntimeDirectoryPreserve == RuntimeDirectoryPreserve.Yes
        || (service.Exec.RuntimeDirectoryPreserve == RuntimeDirectoryPreserve.Restart && restarts);
}
