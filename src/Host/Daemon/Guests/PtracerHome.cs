using System.Text;
using Ptracer.Host.Cli;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>
/// Where state lives: <c>guests/NAME</c> for each guest, <c>run</c> for sockets and pid files. All of it is this user's
/// alone. Nothing is made until something is written.
/// </summary>
internal sealed class PtracerHome
{
    /// <summary>The variable that names it.</summary>
    public const string Variable = "PTRACER_HOME";

    /// <summary>Bytes of sun_path, the NUL included: unix(7).</summary>
    private const int SocketPathBytes = 108;

    private static readonly Lock s_lock = new();
    private static StorageDirectory? s_run;

    /// <summary>A home at a place.</summary>
    /// <param name="path">Absolute.</param>
    public PtracerHome(string path) => Path = path;

    /// <summary>Its absolute host path.</summary>
    public string Path { get; }

    /// <summary>The directory of the guests.</summary>
    public string GuestsPath => Path + "/guests";

    /// <summary>The directory of sockets and pid files.</summary>
    public string RunPath => Path + "/run";

    /// <summary>
    /// Finds it: $PTRACER_HOME; else $XDG_DATA_HOME/ptracer; else ~/.local/share/ptracer; on Android, where no home can be
    /// written: ptracer in the app's files; else ptracer-home beside the executable, or in /data/local/tmp.
    /// </summary>
    /// <exception cref="PtracerException">None of them can be written.</exception>
    public static PtracerHome Find(IHostView host) => new(FindPath(host).TrimEnd('/'));

    /// <summary>Opens the directory of sockets and pid files, and makes it where it is not there.</summary>
    public StorageDirectory OpenRun() => StorageDirectory.OpenOrMake(RunPath);

    /// <summary>
    /// The path to bind or connect a socket at. Where the whole path is too long for the kernel (108 bytes), it leads
    /// through a descriptor of this process, which then stays open: only this process can use that form.
    /// </summary>
    /// <param name="name">The socket's name in the run directory.</param>
    public string SocketPath(string name)
    {
        string path = RunPath + "/" + name;
        if (Encoding.UTF8.GetByteCount(path) < SocketPathBytes)
        {
            return path;
        }

        lock (s_lock)
        {
            if (s_run?.Path != RunPath)
            {
                s_run = OpenRun();
            }

            return $"/proc/self/fd/{s_run.Descriptor}/{name}";
        }
    }

    private static string FindPath(IHostView host)
    {
        if (host.Variable(Variable) is { } set)
        {
            return set.Trim('/').Length > 0 ? host.Absolute(set) : throw Nowhere($"{Variable} is {set}");
        }

        if (host.Variable("XDG_DATA_HOME") is { } data && data.StartsWith('/'))
        {
            return data.TrimEnd('/') + "/ptracer";
        }

        string? home = host.Variable("HOME");
        if (home is not null && home.StartsWith('/') && (StorageDirectory.IsWritable(home) || IsThere(host, home)))
        {
            return home.TrimEnd('/') + "/.local/share/ptracer";
        }

        return (IsAndroid(host) ? OnAndroid() : null) ??
            throw Nowhere(home is null ? "HOME is not set" : $"HOME is {home}, where this user may not write");
    }

    private static bool IsThere(IHostView host, string home) =>
        host.Exists(home.TrimEnd('/') + "/.local/share/ptracer/guests");

    private static bool IsAndroid(IHostView host) => host.Variable("ANDROID_ROOT") is not null || host.Exists("/system/build.prop");

    private static string? OnAndroid()
    {
        const string Name = "/ptracer-home";
        if (AndroidPackage.DataDirectory is { } data)
        {
            return data + "/files/ptracer";
        }

        string beside = System.IO.Path.GetDirectoryName(Environment.ProcessPath) ?? "/";
        return StorageDirectory.IsWritable(beside) ? beside.TrimEnd('/') + Name
            : StorageDirectory.IsWritable("/data/local/tmp") ? "/data/local/tmp" + Name
            : null;
    }

    private static PtracerException Nowhere(string wrong) =>
        new($"guests: no place to keep them: {wrong}; set {Variable} to a directory of yours");
}
