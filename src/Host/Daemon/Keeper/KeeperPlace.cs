using System.Text;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>
/// The directory of a unit's keeper, below the guest's state: <c>units/UNIT/</c> with <c>lock</c> (held while it lives),
/// <c>control</c> (its socket), <c>state</c> (its last snapshot), <c>errors</c> (its standard error), and the sockets that it shows in the guest.
/// </summary>
internal sealed class KeeperPlace(string statePath, string unit)
{
    /// <summary>The directory.</summary>
    public string Path { get; } = $"{statePath}/units/{FileName(unit)}";

    /// <summary>The keeper's socket.</summary>
    public string Control => Path + "/control";

    /// <summary>The socket for sd_notify(3).</summary>
    public string Notify => Path + "/notify";

    /// <summary>The socket for syslog(3).</summary>
    public string Syslog => Path + "/log";

    /// <summary>The socket of journald's native protocol.</summary>
    public string Journal => Path + "/journal";

    /// <summary>What the keeper says as it fails.</summary>
    public string Errors => Path + "/errors";

    private string StateFile => Path + "/state";

    /// <summary>Makes the directory, and takes it for this process; null: a keeper lives.</summary>
    public Descriptor? TryTake()
    {
        Directory.CreateDirectory(Path);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Descriptor file = Files.OpenLockFile(Path + "/lock");
        if (Files.TryLock(file))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Whether a keeper lives, or is being started.</summary>
    public bool IsTaken()
    {
        if (!File.Exists(Path + "/lock"))
        {
            return false;
        }

        using Descriptor? place = TryTake();
        return place is null;
    }

    /// <summary>Removes all that keepers of an earlier boot have left.</summary>
    public void Clear()
    {
        if (!IsTaken())
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    /// <summary>The last snapshot; null: there was none.</summary>
    public KeeperSnapshot? ReadState()
    {
        try
        {
            return KeeperSnapshot.Parse(File.ReadAllBytes(StateFile));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Leaves a snapshot.</summary>
    /// <exception cref="IOException">It cannot be written: the disk is full.</exception>
    public void WriteState(byte[] line) => WholeFile.Write(StateFile, line);

    /// <summary>Removes the snapshot: the unit's last run is forgotten.</summary>
    public void ForgetState() => File.Delete(StateFile);

    /// <summary>The units of which there is a directory.</summary>
    public static IReadOnlyList<string> Units(string statePath)
    {
        string directory = statePath + "/units";
        return Directory.Exists(directory)
            ? [.. Directory.EnumerateDirectories(directory).Select(path => Uri.UnescapeDataString(System.IO.Path.GetFileName(path)))]
            : [];
    }

    // Unit names may be long and hold backslashes; a % is none of their characters.
    private static string FileName(string name)
    {
        StringBuilder text = new();
        foreach (char character in name)
        {
            text.Append(character is '/' or '%' or '\\' ? $"%{(int)character:X2}" : character);
        }

        return text.ToString();
    }
}
