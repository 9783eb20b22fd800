using System.Globalization;
using System.IO;
using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>What Android alone does to the programs of an app, or of an adb shell, with the remedies that its user has.</summary>
internal static unsafe class AndroidChecks
{
    /// <summary>Children of apps, of all together, beyond which Android 12 and later end some.</summary>
    private const int MostPhantomProcesses = 32;

    private const int ManyProcesses = 24;

    /// <summary>Whether this is Android: bionic's linker is there, and nowhere else.</summary>
    public static bool IsAndroid
    {
        get
        {
            fixed (byte* path = "/system/bin/linker64\0"u8)
            {
                return Unistd.faccessat(Fcntl.AT_FDCWD, path, 0) == 0;
            }
        }
    }

    /// <summary>Runs the checks, on Android.</summary>
    /// <param name="findings">Receives them.</param>
    /// <param name="isApp">Whether this program belongs to an app.</param>
    /// <param name="directory">Where guests lie, or would.</param>
    public static void Run(List<DoctorFinding> findings, bool isApp, string directory)
    {
        if (!IsAndroid)
        {
            return;
        }

        findings.Add(Phantoms(isApp, CountOwnProcesses()));
        findings.Add(isApp ? Battery() : Shell());
        findings.Add(Names(directory));
        if (ProcFile.Read("/proc/stat") is null)
        {
            findings.Add(new DoctorFinding(
                "system files", DoctorSeverity.Note, "Android hides /proc/stat, uptime and more; guests are shown what is known"));
        }
    }

    /// <summary>The phantom process killer.</summary>
    internal static DoctorFinding Phantoms(bool isApp, int processes)
    {
        const string Name = "phantom processes";
        string count = $"{processes.ToString(CultureInfo.InvariantCulture)} of this user's run now";
        if (!isApp)
        {
            return new DoctorFinding(Name, DoctorSeverity.Good, $"Android counts no processes of adb ({count})");
        }

        return new DoctorFinding(
            Name,
            processes < ManyProcesses ? DoctorSeverity.Note : DoctorSeverity.Degraded,
            $"Android 12 and later end child processes beyond {MostPhantomProcesses} of all apps, and busy ones in the background ({count})",
            "Android 14: Settings, System, Developer options, \"Disable child process restrictions\". Android 12L, 13: from a " +
            "computer, adb shell settings put global settings_enable_monitor_phantom_procs false");
    }

    private static DoctorFinding Battery() => new(
        "battery",
        DoctorSeverity.Note,
        "Android stops apps that run in the background for long",
        "Settings, Apps, this app, Battery: \"Unrestricted\"; and leave its notification on: it keeps the service in the foreground");

    private static DoctorFinding Shell() => new(
        "adb", DoctorSeverity.Note, "what adb shell started ends when adbd does: at a reboot, or when USB debugging is switched off",
        "for services that stay, install the app (android/ in the sources)");

    /// <summary>Hard links, sockets and FIFOs, which SELinux may refuse, by trying.</summary>
    private static DoctorFinding Names(string directory)
    {
        const string Name = "hard links, sockets, FIFOs";
        string file = Path.Combine(directory, $".ptracer-doctor-{Environment.ProcessId}"), other = file + "-2";
        fixed (byte* f = NulTerminated.Bytes(file))
        fixed (byte* o = NulTerminated.Bytes(other))
        {
            ProbeResult made = Stat.mknodat(Fcntl.AT_FDCWD, f, Stat.S_IFREG | 0x180 /* 0600 */, 0);
            if (!made.Works)
            {
                return new DoctorFinding(Name, DoctorSeverity.Note, $"{directory} is not writable ({made.Refusal}): not tried");
            }

            ProbeResult link = Unistd.linkat(Fcntl.AT_FDCWD, f, Fcntl.AT_FDCWD, o, 0);
            _ = Unistd.unlinkat(Fcntl.AT_FDCWD, o, 0);
            ProbeResult socket = Make(o, Stat.S_IFSOCK), fifo = Make(o, Stat.S_IFIFO);
            _ = Unistd.unlinkat(Fcntl.AT_FDCWD, f, 0);
            List<string> refused = Refused(("hard links", link), ("sockets", socket), ("FIFOs", fifo));
            return refused.Count == 0
                ? new DoctorFinding(Name, DoctorSeverity.Good, $"all can be made in {directory}")
                : new DoctorFinding(
                    Name, DoctorSeverity.Note, $"refused in {directory}, emulated for guests: {string.Join(", ", refused)}");
        }
    }

    private static List<string> Refused(params ReadOnlySpan<(string Kind, ProbeResult Result)> tried)
    {
        List<string> refused = [];
        foreach ((string kind, ProbeResult result) in tried)
        {
            if (!result.Works)
            {
                refused.Add(kind);
            }
        }

        return refused;
    }

    private static ProbeResult Make(byte* path, uint type)
    {
        ProbeResult made = Stat.mknodat(Fcntl.AT_FDCWD, path, type | 0x180, 0);
        _ = Unistd.unlinkat(Fcntl.AT_FDCWD, path, 0);
        return made;
    }

    /// <summary>Processes of this user: with hidepid the only ones to be seen.</summary>
    private static int CountOwnProcesses()
    {
        int count = 0;
        uint self = Unistd.getuid();
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            Stat.stat status;
            fixed (byte* p = NulTerminated.Bytes(path))
            {
                bool isProcess = char.IsAsciiDigit(path[6]) && Stat.newfstatat(Fcntl.AT_FDCWD, p, &status, 0) == 0 && status.st_uid == self;
                count += isProcess ? 1 : 0;
            }
        }

        return count;
    }
}
