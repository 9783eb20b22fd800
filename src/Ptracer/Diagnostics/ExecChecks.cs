using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>Whether guest programs can be started, and with which calls paths can be resolved.</summary>
internal static unsafe class ExecChecks
{
    /// <summary>Runs the checks.</summary>
    public static void Run(List<DoctorFinding> findings)
    {
        ProbeResult ownFile;
        fixed (byte* self = "/proc/self/exe\0"u8)
        {
            ownFile = Shim.ptracer_probe_exec_file(self);
        }

        ProbeResult memfd = Shim.ptracer_probe_memfd_exec();
        string? given = Environment.GetEnvironmentVariable("PTRACER_LOADER");
        findings.Add(Loader(
            memfd,
            ownFile,
            given,
            ProcFile.Read("/proc/sys/vm/memfd_noexec"),
            ProcFile.Read("/sys/fs/selinux/enforce")));
        findings.Add(OpenAt2(Shim.ptracer_probe_openat2()));
        findings.Add(MemoryMap(Shim.ptracer_probe_mm_map()));
        if (memfd.Works)
        {
            findings.Add(I386(Shim.ptracer_probe_i386_exec()));
        }
        else if (!string.IsNullOrEmpty(given))
        {
            findings.Add(GivenLoaderOf32Bits(StubLoader.PathOf32Bits(given)));
        }
    }

    /// <summary>The stub that starts guest programs: an anonymous file, or one given.</summary>
    internal static DoctorFinding Loader(
        ProbeResult memfd, ProbeResult ownFile, string? loaderPath, string? memfdNoexec, string? selinuxEnforce)
    {
        const string Name = "starting programs";
        if (memfd.Works)
        {
            return new DoctorFinding(Name, DoctorSeverity.Good, "an anonymous file (memfd) can be executed");
        }

        string causes =
            (memfdNoexec is "1" or "2" ? $"; vm.memfd_noexec is {memfdNoexec}" : "") +
            (selinuxEnforce == "1" ? "; SELinux is enforcing" : "");
        string finding = $"an anonymous file (memfd) cannot be executed: {memfd.Refusal}{causes}";
        if (!string.IsNullOrEmpty(loaderPath))
        {
            return GivenLoader(finding, loaderPath);
        }

        string place = ownFile.Works
            ? "files where ptracer lies can be executed: that directory will do"
            : $"not where ptracer lies ({ownFile.Refusal} there); on Android use the app's native library directory";
        return new DoctorFinding(
            Name,
            DoctorSeverity.Fatal,
            finding,
            $"write the stub loader to a file that may be executed, by ptracer loader FILE, and name it by --loader or " +
            $"PTRACER_LOADER ({place})" +
            (memfdNoexec == "2" ? "; or as root: sysctl vm.memfd_noexec=1" : ""));
    }

    private static DoctorFinding GivenLoader(string finding, string loaderPath)
    {
        ProbeResult given;
        fixed (byte* path = NulTerminated.Bytes(loaderPath))
        {
            given = Shim.ptracer_probe_exec_file(path);
        }

        return given.Works
            ? new DoctorFinding("starting programs", DoctorSeverity.Good, $"{finding}, but PTRACER_LOADER can")
            : new DoctorFinding(
                "starting programs",
                DoctorSeverity.Fatal,
                $"{finding}, nor can PTRACER_LOADER, {loaderPath}: {given.Refusal}",
                "give the loader's file mode 755, on a file system that is not mounted noexec");
    }

    private static DoctorFinding GivenLoaderOf32Bits(string loaderPath)
    {
        ProbeResult given;
        fixed (byte* path = NulTerminated.Bytes(loaderPath))
        {
            given = Shim.ptracer_probe_exec_file(path);
        }

        return given.Works
            ? I386(given)
            : new DoctorFinding(
                "32-bit programs",
                DoctorSeverity.Note,
                $"i386 programs cannot be started: {loaderPath}: {given.Refusal}",
                "ptracer loader FILE writes it beside the other one; 64-bit guests need nothing of it");
    }

    private static DoctorFinding OpenAt2(ProbeResult probe) => probe.Works
        ? new DoctorFinding("openat2", DoctorSeverity.Good, "the kernel resolves paths below a root itself")
        : new DoctorFinding(
            "openat2",
            DoctorSeverity.Degraded,
            $"not available ({probe.Refusal}): paths are resolved component by component, which is slower",
            AndroidChecks.IsAndroid
                ? "none: Android's filter for apps forbids it"
                : "Linux 5.6 or later has it; a container's seccomp profile may have to allow it");

    private static DoctorFinding MemoryMap(ProbeResult probe) => probe.Works
        ? new DoctorFinding("memory map", DoctorSeverity.Good, "a program's memory can be described (PR_SET_MM_MAP)")
        : new DoctorFinding(
            "memory map",
            DoctorSeverity.Degraded,
            $"PR_SET_MM_MAP is not available ({probe.Refusal}): /proc/PID/stat and brk show the loader's layout",
            "a kernel with CONFIG_CHECKPOINT_RESTORE has it");

    private static DoctorFinding I386(ProbeResult probe) => probe.Works
        ? new DoctorFinding("32-bit programs", DoctorSeverity.Good, "the kernel runs i386 programs")
        : new DoctorFinding(
            "32-bit programs",
            DoctorSeverity.Note,
            $"the kernel does not run i386 programs ({probe.Refusal}); 64-bit guests need nothing of it");
}
