using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>Whether a child's system calls can be stopped, read and changed: what a session cannot do without.</summary>
internal static class TracingChecks
{
    private const string Status = "/proc/self/status";

    /// <summary>Runs the checks.</summary>
    public static void Run(List<DoctorFinding> findings)
    {
        ProbeResult ptrace = Shim.ptracer_probe_ptrace();
        string? tracer = ProcFile.Field(Status, "TracerPid") is { } pid && pid != "0" ? pid : null;
        findings.Add(Ptrace(ptrace, ProcFile.Read("/proc/sys/kernel/yama/ptrace_scope"), tracer));
        if (ptrace.Works)
        {
            // The rest is tried on a traced child.
            findings.Add(SeccompTrace(Shim.ptracer_probe_seccomp_trace()));
            findings.Add(SyscallInfo(Shim.ptracer_probe_syscall_info()));
            findings.Add(Memory(Shim.ptracer_probe_memory()));
        }

        AddSurroundings(findings, ptrace.Works ? tracer : null);
    }

    /// <summary>Tracing a child, and Yama's part in it.</summary>
    internal static DoctorFinding Ptrace(ProbeResult probe, string? yamaScope, string? tracer)
    {
        const string Name = "ptrace";
        string yama = yamaScope is null ? "no Yama here" : $"kernel.yama.ptrace_scope is {yamaScope}";
        if (probe.Works)
        {
            return new DoctorFinding(Name, DoctorSeverity.Good, $"a child can be traced ({yama})");
        }

        string remedy = tracer is not null
            ? $"process {tracer} traces this one and its children already: start ptracer outside of it (strace, gdb, proot)"
            : yamaScope is "2" or "3"
            ? "as root: sysctl kernel.yama.ptrace_scope=1 (3 can only be undone by a reboot)"
            : "allow the ptrace system call: docker run --cap-add SYS_PTRACE or --security-opt seccomp=unconfined; on " +
              "Android start from an app or adb shell that SELinux lets ptrace itself";
        return new DoctorFinding(Name, DoctorSeverity.Fatal, $"a child cannot be traced: {probe.Refusal} ({yama})", remedy);
    }

    /// <summary>Stopping a child by a seccomp filter.</summary>
    internal static DoctorFinding SeccompTrace(ProbeResult probe) => probe.Works
        ? new DoctorFinding("seccomp", DoctorSeverity.Good, "a filter can stop chosen system calls (RET_TRACE)")
        : new DoctorFinding(
            "seccomp",
            DoctorSeverity.Fatal,
            $"a filter cannot stop system calls: {probe.Refusal}",
            "use a kernel with CONFIG_SECCOMP_FILTER, and a container that lets prctl(PR_SET_SECCOMP) through");

    private static DoctorFinding SyscallInfo(ProbeResult probe) => probe.Works
        ? new DoctorFinding("syscall info", DoctorSeverity.Good, "PTRACE_GET_SYSCALL_INFO works")
        : new DoctorFinding(
            "syscall info", DoctorSeverity.Note, $"no PTRACE_GET_SYSCALL_INFO ({probe.Refusal}); registers are read instead");

    private static DoctorFinding Memory(ProbeResult probe) => probe.Works
        ? new DoctorFinding("guest memory", DoctorSeverity.Good, "process_vm_readv reads a traced child")
        : new DoctorFinding(
            "guest memory",
            DoctorSeverity.Fatal,
            $"process_vm_readv cannot read a traced child: {probe.Refusal}",
            "use a kernel with CONFIG_CROSS_MEMORY_ATTACH, and a container that lets process_vm_readv through");

    // What is already around this process: it does not forbid guests, but explains failures.
    private static void AddSurroundings(List<DoctorFinding> findings, string? tracer)
    {
        if (ProcFile.Field(Status, "Seccomp") == "2")
        {
            string count = ProcFile.Field(Status, "Seccomp_filters") ?? "some";
            string meaning = AndroidChecks.IsAndroid
                ? "Android's for apps: guests' calls that it forbids are made by others"
                : "a container's: calls they refuse fail in guests too";
            findings.Add(new DoctorFinding("seccomp filters", DoctorSeverity.Note, $"{count} already active on this process, {meaning}"));
        }

        if (tracer is not null)
        {
            findings.Add(new DoctorFinding(
                "tracer", DoctorSeverity.Note, $"this process is itself traced, by process {tracer}: guests will be slower"));
        }
    }
}
