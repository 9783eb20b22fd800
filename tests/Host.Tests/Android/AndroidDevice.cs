using System.Collections.Immutable;
using System.Globalization;
using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Android;

/// <summary>
/// A simulated device, and on it an app with nothing but ptracer. Every command of the app is a process of its own in the
/// device's namespaces; they see each other, and all are gone when the device is.
/// </summary>
internal sealed class AndroidDevice : IDisposable
{
    /// <summary>ApplicationInfo.nativeLibraryDir: the only files that an app may execute.</summary>
    public const string Libraries = "/data/app/com.example.app/lib/x86_64";

    /// <summary>The executable.</summary>
    public const string Program = Libraries + "/libptracer.so";

    /// <summary>The app's data, with what getFilesDir and getCacheDir say.</summary>
    public const string Data = "/data/data/com.example.app";

    private const string Waiter = "/system/bin/cat"; // until its input ends, with the tests
    private readonly GuestProcess _first;

    /// <summary>Starts a device.</summary>
    /// <param name="program">What is the app's libptracer.so.</param>
    /// <param name="place">A directory for its files, all of which whoever runs the tests owns.</param>
    /// <param name="options">Further ones of android-sim: what is bound, what is /data.</param>
    public AndroidDevice(string program, string place, params string[] options)
    {
        string loader = Path.Combine(place, "loader");
        HostCommand.Run(program, "loader", loader);
        string[] line =
        [
            AndroidTools.Simulator, "-V", "none", "-B", $"{program}:{Program}",
            "-B", $"{loader}:{Libraries}/libptracer-loader.so", "-B", $"{loader}32:{Libraries}/libptracer-loader32.so",
            "-B", $"{TestPlace.Rootfs}/usr/bin/busybox:{Waiter}", .. options, Waiter,
        ];
        _first = new GuestProcess(new TestGuest("/") { Variables = s_variables }, line, place);
        _first.Input.Write("ready\n"u8);
        _first.Input.Flush();
        _first.Expect("ready");
    }

    /// <summary>What stands before a command that the device shall run.</summary>
    /// <param name="sandbox">What android-sim makes of it: an app of some version, or a shell.</param>
    /// <param name="directory">Its working directory.</param>
    public IReadOnlyList<string> Prefix(IEnumerable<string> sandbox, string directory) =>
        [AndroidTools.Simulator, "-P", AndroidTools.Policies, "-J", _first.Id.ToString(CultureInfo.InvariantCulture), "-w", directory, .. sandbox];

    /// <summary>The process that has an id on the device; 0: none has.</summary>
    public int ProcessOf(int deviceId)
    {
        string first = File.ReadAllText($"/proc/{_first.Id}/task/{_first.Id}/children").Split(' ')[0];
        string? device = NamespaceOf("/proc/" + first);
        string? found = Directory.EnumerateDirectories("/proc").FirstOrDefault(
            process => NamespaceOf(process) == device && IdInItsNamespace(process) == deviceId);
        return found is null ? 0 : int.Parse(Path.GetFileName(found), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose() => _first.Dispose();

    private static string? NamespaceOf(string process)
    {
        try
        {
            return new FileInfo(process + "/ns/pid").LinkTarget;
        }
        catch (IOException)
        {
            return null; // it has ended, or is none
        }
    }

    // The last number of NSpid (proc_pid_status(5)).
    private static int IdInItsNamespace(string process)
    {
        try
        {
            string line = File.ReadLines(process + "/status").First(line => line.StartsWith("NSpid:", StringComparison.Ordinal));
            return int.Parse(line.AsSpan(line.LastIndexOf('\t') + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static readonly ImmutableDictionary<string, string> s_variables = new Dictionary<string, string>
    {
        ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
        ["PTRACER_APP_POLICIES"] = AndroidTools.Policies,
    }.ToImmutableDictionary();
}
