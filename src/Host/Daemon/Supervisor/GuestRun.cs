using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>A guest's /run at its boot: empty, as the tmpfs that a machine has there, with what systemd makes in it.</summary>
internal static class GuestRun
{
    private static readonly (string Path, int Mode)[] s_directories =
    [
        ("/run", 0b111_101_101), ("/run/lock", 0b1_111_111_111), ("/run/user", 0b111_101_101), ("/run/log", 0b111_101_101),
        ("/run/systemd", 0b111_101_101), ("/run/systemd/system", 0b111_101_101), ("/run/systemd/journal", 0b111_101_101),
        ("/run/systemd/generator", 0b111_101_101), ("/run/systemd/units", 0b111_101_101),
    ];

    /// <summary>Empties and fills it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Prepare(GuestFiles files)
    {
        foreach (string name in files.List("/run"))
        {
            files.RemoveTree($"/run/{name}");
            files.Delete($"/run/{name}");
        }

        foreach ((string path, int mode) in s_directories)
        {
            files.MakeDirectory(path, (UnixFileMode)mode);
        }
    }
}
