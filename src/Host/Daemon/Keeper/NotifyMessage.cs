using System.Globalization;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>A message of sd_notify(3), its lines taken apart.</summary>
internal sealed class NotifyMessage
{
    private readonly Dictionary<string, string> _lines = new(StringComparer.Ordinal);

    /// <summary>Parses it; lines without <c>=</c> say nothing, and of two with one key the last counts.</summary>
    public NotifyMessage(string text)
    {
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=');
            if (equals > 0)
            {
                _lines[line[..equals]] = line[(equals + 1)..];
            }
        }
    }

    /// <summary>Whether a line says <c>KEY=1</c>.</summary>
    public bool Says(string key) => Text(key) == "1";

    /// <summary>A line's value; null: there is no such line.</summary>
    public string? Text(string key) => _lines.GetValueOrDefault(key);

    /// <summary>A time in microseconds; null: there is no such line, or it is none.</summary>
    public ulong? Microseconds(string key) =>
        ulong.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out ulong time) ? time : null;

    /// <summary>A process; null: there is no such line, or it is none.</summary>
    public int? Process(string key) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process > 0 ? process : null;
}
