using System.Text;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// Tells a person what happens: 1, processes and execs; 2, each translated call with both paths and its result; 3, each
/// stop. Written to standard error. Off, it costs a comparison.
/// </summary>
internal sealed unsafe class SyscallLog(int verbosity)
{
    private readonly StringBuilder _paths = new();

    public int Verbosity { get; } = verbosity;

    /// <summary>Whether results are shown, so that each call must stop a second time.</summary>
    public bool ShowsResults => Verbosity >= 2;

    /// <summary>Notes a path of the call at hand.</summary>
    public void Path(ReadOnlySpan<byte> path, Resolution result, Errno error)
    {
        if (Verbosity < 2)
        {
            return;
        }

        _paths.Append(_paths.Length == 0 ? " " : ", ").Append('"').Append(Encoding.UTF8.GetString(path)).Append('"');
        if (error != Errno.None)
        {
            _paths.Append(" -> ").Append(error);
        }
        else if (!result.IsUnchanged)
        {
            _paths.Append(" -> \"").Append(Encoding.UTF8.GetString(result.Host.Span)).Append('"');
        }
    }

    public void Note(ReadOnlySpan<byte> path)
    {
        if (Verbosity >= 2)
        {
            _paths.Append(_paths.Length == 0 ? " " : ", ").Append('"').Append(Encoding.UTF8.GetString(path)).Append('"');
        }
    }

    /// <summary>Forgets the paths noted so far: they wait with their tracee for the result.</summary>
    public string? TakePaths()
    {
        if (Verbosity < 2)
        {
            return null;
        }

        string paths = _paths.ToString();
        _paths.Clear();
        return paths;
    }

    public void Result(int tid, string name, string? paths, long result)
    {
        if (Verbosity < 2)
        {
            return;
        }

        Errno error = Raw.ErrnoOf(result);
        string shown = error == Errno.None ? result.ToString(System.Globalization.CultureInfo.InvariantCulture) : error.ToString();
        Line($"[{tid}] {name}{paths} = {shown}");
    }

    public void Event(int level, int tid, string text)
    {
        if (Verbosity >= level)
        {
            Line($"[{tid}] {text}");
        }
    }

    public void Event(int level, int tid, string text, int number)
    {
        if (Verbosity >= level)
        {
            Line($"[{tid}] {text}{number}");
        }
    }

    public static void Line(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("ptracer: " + text + "\n");
        fixed (byte* p = bytes)
        {
            Unistd.write(2, p, bytes.Length);
        }
    }
}
