using System.Globalization;
using System.Text;

namespace Ptracer.Features.HiddenProc;

/// <summary>
/// The texts of files below /proc that a place may hide, in the kernel's format (proc(5)): what calls tell is true; what
/// none tells is 0, or the kernel's default.
/// </summary>
internal static class HiddenProcTexts
{
    /// <summary>The text of the file with this name below /proc; null if it is none of them.</summary>
    /// <param name="name">"uptime", "sys/kernel/pid_max".</param>
    /// <param name="release">The kernel release that the guest is shown; null: the real one.</param>
    public static string? Of(string name, string? release) => name switch
    {
        "stat" => Stat(),
        "uptime" => Uptime(),
        "loadavg" => LoadAverage(),
        "vmstat" => VirtualMemory(),
        "version" => $"{SystemFacts.Uname(0)} version {release ?? SystemFacts.Uname(2)} (ptracer@localhost) {SystemFacts.Uname(3)}\n",
        "filesystems" => "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevpts\nnodev\tpipefs\nnodev\tsockfs\n\text4\n\tf2fs\n",
        "swaps" => "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n",
        _ when name.StartsWith("sys/", StringComparison.Ordinal) => Setting(name[4..], release) is { } value ? value + "\n" : null,
        _ => null,
    };

    /// <summary>Names of files that <see cref="Of"/> has, below /proc and with their NULs; any one tells whether it hides them.</summary>
    public static IReadOnlyList<string> Witnesses => ["stat", "uptime", "version", "sys/kernel/osrelease"];

    private static string? Setting(string name, string? release) => name switch
    {
        "kernel/ostype" => SystemFacts.Uname(0),
        "kernel/hostname" => SystemFacts.Uname(1),
        "kernel/osrelease" => release ?? SystemFacts.Uname(2),
        "kernel/version" => SystemFacts.Uname(3),
        "kernel/domainname" => SystemFacts.Uname(5),
        "kernel/cap_last_cap" => SystemFacts.LastCapability.ToString(CultureInfo.InvariantCulture),
        "kernel/pid_max" => "32768",
        "kernel/ngroups_max" => "65536",
        "kernel/overflowuid" or "kernel/overflowgid" => "65534",
        "kernel/threads-max" => "32768",
        "kernel/random/uuid" => Guid.NewGuid().ToString("D"),
        "kernel/random/entropy_avail" or "kernel/random/poolsize" => "256",
        "vm/overcommit_memory" => "1", // as Android's init sets it
        "vm/overcommit_ratio" => "50",
        "vm/max_map_count" => "65530",
        "vm/swappiness" => "60",
        "fs/file-max" or "fs/nr_open" => "1048576",
        "fs/pipe-max-size" => "1048576",
        "fs/inotify/max_user_watches" => "8192",
        "fs/inotify/max_user_instances" => "128",
        "fs/inotify/max_queued_events" => "16384",
        "net/core/somaxconn" => "4096",
        _ => null,
    };

    private static string Stat()
    {
        // user nice system idle iowait irq softirq steal guest guest_nice, hundredths of a second.
        long uptime = SystemFacts.UptimeHundredths;
        int processors = Environment.ProcessorCount;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"cpu  0 0 0 {uptime * processors} 0 0 0 0 0 0\n");
        for (int i = 0; i < processors; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"cpu{i} 0 0 0 {uptime} 0 0 0 0 0 0\n");
        }

        long started = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (uptime / 100);
        text.Append(CultureInfo.InvariantCulture, $"intr 0\nctxt 0\nbtime {started}\nprocesses {SystemFacts.Info.procs}\n");
        return text.Append("procs_running 1\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n").ToString();
    }

    private static string Uptime()
    {
        long uptime = SystemFacts.UptimeHundredths, idle = uptime * Environment.ProcessorCount;
        return string.Create(CultureInfo.InvariantCulture, $"{uptime / 100}.{uptime % 100:00} {idle / 100}.{idle % 100:00}\n");
    }

    private static string LoadAverage()
    {
        Linux.SysInfo.sysinfo info = SystemFacts.Info;
        return $"{Load(info.load1)} {Load(info.load5)} {Load(info.load15)} 1/{info.procs} {Linux.Unistd.getpid()}\n";
    }

    private static string Load(ulong value) => (value / 65536.0).ToString("0.00", CultureInfo.InvariantCulture);

    private static string VirtualMemory() =>
        $"nr_free_pages {SystemFacts.Info.freeram * SystemFacts.Info.mem_unit / 4096}\npgpgin 0\npgpgout 0\npswpin 0\npswpout 0\npgfault 0\npgmajfault 0\n";
}
