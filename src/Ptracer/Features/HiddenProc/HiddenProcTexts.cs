using System.Globalization;
using System.Text;

namespace Ptracer.Features.HiddenProc;

/// <summary>
/// The texts of files below /proc that a place may hide, in the kernel's format (proc(5)): what calls tell is true; what
/// none tells is 0, or the kernel's default.
/// </summary>
internal static class HiddenProcTexts
{
    private static readonly (string Name, Func<string?, string> Text)[] s_texts =
    [
        ("stat", static _ => Stat()),
        ("uptime", static _ => Uptime()),
        ("loadavg", static _ => LoadAverage()),
        ("vmstat", static _ => VirtualMemory()),
        ("version", static release => $"{SystemFacts.Uname(0)} version {release ?? SystemFacts.Uname(2)} (ptracer@localhost) {SystemFacts.Uname(3)}\n"),
        ("filesystems", static _ => "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevpts\nnodev\tpipefs\nnodev\tsockfs\n\text4\n\tf2fs\n"),
        ("swaps", static _ => "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"),
        ("sys/kernel/ostype", static _ => SystemFacts.Uname(0) + "\n"),
        ("sys/kernel/hostname", static _ => SystemFacts.Uname(1) + "\n"),
        ("sys/kernel/osrelease", static release => (release ?? SystemFacts.Uname(2)) + "\n"),
        ("sys/kernel/version", static _ => SystemFacts.Uname(3) + "\n"),
        ("sys/kernel/domainname", static _ => SystemFacts.Uname(5) + "\n"),
        ("sys/kernel/cap_last_cap", static _ => SystemFacts.LastCapability.ToString(CultureInfo.InvariantCulture) + "\n"),
        ("sys/kernel/pid_max", static _ => "32768\n"),
        ("sys/kernel/ngroups_max", static _ => "65536\n"),
        ("sys/kernel/overflowuid", static _ => "65534\n"),
        ("sys/kernel/overflowgid", static _ => "65534\n"),
        ("sys/kernel/threads-max", static _ => "32768\n"),
        ("sys/kernel/random/uuid", static _ => Guid.NewGuid().ToString("D") + "\n"),
        ("sys/kernel/random/entropy_avail", static _ => "256\n"),
        ("sys/kernel/random/poolsize", static _ => "256\n"),
        ("sys/vm/overcommit_memory", static _ => "1\n"), // as Android's init sets it
        ("sys/vm/overcommit_ratio", static _ => "50\n"),
        ("sys/vm/max_map_count", static _ => "65530\n"),
        ("sys/vm/swappiness", static _ => "60\n"),
        ("sys/fs/file-max", static _ => "1048576\n"),
        ("sys/fs/nr_open", static _ => "1048576\n"),
        ("sys/fs/pipe-max-size", static _ => "1048576\n"),
        ("sys/fs/inotify/max_user_watches", static _ => "8192\n"),
        ("sys/fs/inotify/max_user_instances", static _ => "128\n"),
        ("sys/fs/inotify/max_queued_events", static _ => "16384\n"),
        ("sys/net/core/somaxconn", static _ => "4096\n"),
    ];

    /// <summary>The names of all of them, below /proc.</summary>
    public static string[] Names => Array.ConvertAll(s_texts, static text => text.Name);

    /// <summary>The text of the file with this name below /proc; null if it is none of them.</summary>
    /// <param name="name">"uptime", "sys/kernel/pid_max".</param>
    /// <param name="release">The kernel release that the guest is shown; null: the real one.</param>
    public static string? Of(string name, string? release) => Array.Find(s_texts, text => text.Name == name).Text?.Invoke(release);

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
