using System.Globalization;
using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>The place: kernel, /proc, temporary files, limits. Little of it forbids guests.</summary>
internal static unsafe class PlaceChecks
{
    /// <summary>Open files a busy guest needs; the tracer itself needs few.</summary>
    private const long FewOpenFiles = 1024;

    /// <summary>Address bits of an ordinary x86-64 kernel.</summary>
    private const int OrdinaryAddressBits = 47;

    /// <summary>Runs the checks.</summary>
    public static void Run(List<DoctorFinding> findings)
    {
        findings.Add(Kernel());
        findings.Add(Proc());
        findings.Add(AddressBits(Shim.ptracer_probe_address_bits()));
        findings.Add(Cpus(Shim.ptracer_probe_cpus()));
        findings.Add(OpenFiles(ProcFile.Field("/proc/self/limits", "Max open files")));
        findings.Add(TemporaryDirectory());
        findings.Add(UserNamespaces(Shim.ptracer_probe_user_namespace()));
    }

    /// <summary>The limit on open files, from the line of /proc/self/limits: soft limit, hard limit, unit.</summary>
    internal static DoctorFinding OpenFiles(string? limits)
    {
        const string Name = "open files";
        string[] fields = (limits ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2)
        {
            return new DoctorFinding(Name, DoctorSeverity.Note, "the limit cannot be read");
        }

        bool few = long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out long hard) &&
            hard < FewOpenFiles;
        return few
            ? new DoctorFinding(
                Name, DoctorSeverity.Degraded, $"at most {hard} a process", "raise the hard limit: ulimit -Hn, limits.conf(5)")
            : new DoctorFinding(Name, DoctorSeverity.Good, $"up to {fields[1]} a process");
    }

    /// <summary>The size of the address space.</summary>
    internal static DoctorFinding AddressBits(int bits) => bits switch
    {
        < 0 => new DoctorFinding("address space", DoctorSeverity.Note, "its size cannot be found out"),
        < OrdinaryAddressBits => new DoctorFinding(
            "address space",
            DoctorSeverity.Degraded,
            $"{bits} bits: programs that reserve much of it (Go, Java, sanitizers) may fail",
            "none but another kernel; see also ulimit -v"),
        _ => new DoctorFinding("address space", DoctorSeverity.Good, $"{bits} bits"),
    };

    private static DoctorFinding Kernel()
    {
        string release = ProcFile.Read("/proc/sys/kernel/osrelease") ?? Environment.OSVersion.Version.ToString();
        return new DoctorFinding("kernel", DoctorSeverity.Good, $"Linux {release}");
    }

    // Without it neither we nor most guests can look at processes; an app on Android sees only its own.
    private static DoctorFinding Proc()
    {
        if (ProcFile.Read("/proc/self/status") is null)
        {
            return new DoctorFinding(
                "/proc",
                DoctorSeverity.Fatal,
                "not mounted, or not readable",
                "mount -t proc proc /proc, or bind the host's into the chroot that ptracer runs in");
        }

        return ProcFile.Read("/proc/1/stat") is null
            ? new DoctorFinding(
                "/proc", DoctorSeverity.Note, "other users' processes are hidden (hidepid): guests see their own only")
            : new DoctorFinding("/proc", DoctorSeverity.Good, "mounted and readable");
    }

    private static DoctorFinding Cpus(ProbeResult probe)
    {
        string affinity = ProcFile.Field("/proc/self/status", "Cpus_allowed_list") ?? "?";
        return new DoctorFinding(
            "CPUs", DoctorSeverity.Good, $"{affinity} may be used" + (ProcFile.Read("/sys/devices/system/cpu/online") is { } online ? $", of {online}" : "") +
            (probe.Works ? "" : $" (sched_getaffinity: {probe.Refusal})"));
    }

    private static DoctorFinding TemporaryDirectory()
    {
        string directory = Environment.GetEnvironmentVariable("TMPDIR") is { Length: > 0 } given ? given : "/tmp";
        ProbeResult probe;
        fixed (byte* path = NulTerminated.Bytes(directory))
        {
            probe = Shim.ptracer_probe_writable_directory(path);
        }

        return probe.Works
            ? new DoctorFinding("temporary files", DoctorSeverity.Good, $"{directory} is writable")
            : new DoctorFinding(
                "temporary files",
                DoctorSeverity.Note,
                $"{directory} is not writable ({probe.Refusal}); ptracer needs none, a guest that is bound to it may");
    }

    private static DoctorFinding UserNamespaces(ProbeResult probe) => probe.Works
        ? new DoctorFinding("user namespaces", DoctorSeverity.Note, "available here; ptracer does without")
        : new DoctorFinding("user namespaces", DoctorSeverity.Note, $"not available ({probe.Refusal}); ptracer does without");
}
