using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>The files in the guest that a service's life goes with.</summary>
internal sealed class ServiceFiles(GuestFiles files, Service service, LogIntake log)
{
    /// <summary>Makes RuntimeDirectory=, StateDirectory= and the like.</summary>
    public bool MakeDirectories()
    {
        try
        {
            ServicePaths.Make(files, service.Exec);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.Log(3, $"Failed to set up the service's directories: {failure.Message}");
            return false;
        }
    }

    /// <summary>Removes RuntimeDirectory=.</summary>
    public void RemoveRuntimeDirectories()
    {
        try
        {
            ServicePaths.RemoveRuntime(files, service.Exec);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log.Log(4, $"Failed to remove the service's runtime directories: {failure.Message}");
        }
    }

    /// <summary>The process that PIDFile= names; 0: none that lives.</summary>
    public int ReadPidFile()
    {
        string text = Encoding.ASCII.GetString(files.Read(service.PIDFile!) ?? []).Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && Processes.Exists(pid) ? pid : 0;
    }

    /// <summary>Removes PIDFile=.</summary>
    public void RemovePidFile()
    {
        if (service.PIDFile is { } path)
        {
            files.Delete(path);
        }
    }
}
