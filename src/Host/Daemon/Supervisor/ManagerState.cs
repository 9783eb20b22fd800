using System.Globalization;
using System.Text;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// What a manager that takes over must know, and no keeper tells: whether the boot was done, and which targets, timers and
/// the like were active, since when, and when a timer elapsed last. The file <c>manager</c> of the guest's state: a line
/// <c>booted</c>, and a line a unit, <c>NAME SINCE TRIGGERED</c>, in microseconds since 1970, 0 for never.
/// </summary>
internal sealed class ManagerState(string statePath)
{
    private const string BootedLine = "booted";

    private string _saved = "";

    /// <summary>Whether the default target's job has ended.</summary>
    public bool IsBooted { get; set; }

    /// <summary>The units that were active.</summary>
    public IReadOnlyList<ActiveUnit> Active { get; private set; } = [];

    private string FilePath => statePath + "/manager";

    /// <summary>Reads it.</summary>
    public void Load()
    {
        string[] lines = File.Exists(FilePath) ? File.ReadAllLines(FilePath) : [];
        IsBooted = lines.Contains(BootedLine);
        Active = [.. lines.Select(line => line.Split(' ')).Where(words => words.Length == 3).Select(words => new ActiveUnit(
            words[0], Time(words[1]), Time(words[2])))];
    }

    /// <summary>Writes it, when it has changed.</summary>
    /// <exception cref="IOException">It cannot be written: the disk is full.</exception>
    public void Save(IEnumerable<ActiveUnit> active)
    {
        StringBuilder text = new(IsBooted ? BootedLine + "\n" : "");
        foreach (ActiveUnit unit in active)
        {
            text.Append(CultureInfo.InvariantCulture, $"{unit.Name} {Microseconds(unit.Since)} {Microseconds(unit.Triggered)}\n");
        }

        if (text.ToString() is { } all && all != _saved)
        {
            Directory.CreateDirectory(statePath);
            WholeFile.Write(FilePath, Encoding.UTF8.GetBytes(all));
            _saved = all;
        }
    }

    /// <summary>Removes it: the guest has stopped.</summary>
    public void Clear()
    {
        IsBooted = false;
        _saved = "";
        File.Delete(FilePath);
    }

    private static DateTimeOffset? Time(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long time) && time > 0
            ? DateTimeOffset.UnixEpoch.AddMicroseconds(time)
            : null;

    private static long Microseconds(DateTimeOffset? time) =>
        time is { } known ? (known - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : 0;
}

/// <summary>A unit without a keeper that is active.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Since">Since when.</param>
/// <param name="Triggered">When a timer elapsed last; null: never, or it is none.</param>
internal sealed record ActiveUnit(string Name, DateTimeOffset? Since, DateTimeOffset? Triggered);
