namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// What a manager that takes over must know, and no keeper tells: whether the boot was done, and which targets, timers and
/// the like were active. The file <c>manager</c> of the guest's state, replaced at each change.
/// </summary>
internal sealed class ManagerState(string statePath)
{
    private const string BootedLine = "booted";

    private string _saved = "";

    /// <summary>Whether the default target's job has ended.</summary>
    public bool IsBooted { get; set; }

    /// <summary>The units that were active.</summary>
    public IReadOnlyList<string> Active { get; private set; } = [];

    private string FilePath => statePath + "/manager";

    /// <summary>Reads it.</summary>
    public void Load()
    {
        string[] lines = File.Exists(FilePath) ? File.ReadAllLines(FilePath) : [];
        IsBooted = lines.Contains(BootedLine);
        Active = [.. lines.Where(line => line != BootedLine && line.Length > 0)];
    }

    /// <summary>Writes it.</summary>
    public void Save(IEnumerable<string> active)
    {
        string text = string.Concat((IsBooted ? [BootedLine] : Array.Empty<string>()).Concat(active).Select(line => line + "\n"));
        if (text != _saved)
        {
            Directory.CreateDirectory(statePath);
            File.WriteAllText(FilePath + ".new", text);
            File.Move(FilePath + ".new", FilePath, overwrite: true);
            _saved = text;
        }
    }

    /// <summary>Removes it: the guest has stopped.</summary>
    public void Clear()
    {
        IsBooted = false;
        _saved = "";
        File.Delete(FilePath);
    }
}
