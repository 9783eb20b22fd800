using System.Text;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// A guest's boot: from its start to its stop, whatever becomes of the daemon meanwhile. The file <c>boot</c> of its state
/// says which boot it is, and of which boot of the host: after a restart of the host nothing of the guest runs.
/// </summary>
internal sealed class GuestBoot
{
    private readonly string _path;

    /// <summary>Looks at a guest's state.</summary>
    public GuestBoot(string statePath)
    {
        _path = statePath + "/boot";
        string[] words = File.Exists(_path) ? File.ReadAllText(_path).Split() : [];
        if (words is [{ Length: 32 } id, { } host, ..] && host == HostBoot)
        {
            (Id, IsRunning) = (id, true);
        }
    }

    /// <summary>The boot's id: 32 hexadecimal digits; all zero when the guest is not booted.</summary>
    public string Id { get; private set; } = new('0', 32);

    /// <summary>Whether the guest is booted.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>When it was booted; now, when it is not.</summary>
    public DateTimeOffset Started => IsRunning ? File.GetLastWriteTimeUtc(_path) : DateTimeOffset.UtcNow;

    private static string HostBoot { get; } = ReadHostBoot();

    /// <summary>Begins a boot.</summary>
    /// <exception cref="IOException">It cannot be kept: the disk is full. Nothing has begun then.</exception>
    public void Begin()
    {
        string id = Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        WholeFile.Write(_path, Encoding.ASCII.GetBytes($"{id} {HostBoot}\n"));
        (Id, IsRunning) = (id, true);
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        IsRunning = false;
        File.Delete(_path);
    }

    private static string ReadHostBoot()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return "unknown"; // by Android, maybe
        }
    }
}
