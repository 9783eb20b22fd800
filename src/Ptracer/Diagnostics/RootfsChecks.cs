using Ptracer.Linux;

namespace Ptracer.Diagnostics;

/// <summary>Whether a directory can serve as a rootfs: what its <c>/bin/sh</c> is, and whether it may be started.</summary>
internal static unsafe class RootfsChecks
{
    private const int HeadBytes = 4096;

    /// <summary>Runs the checks.</summary>
    public static void Run(string rootfs, List<DoctorFinding> findings)
    {
        int root = OpenRoot(rootfs, out DoctorFinding directory);
        findings.Add(directory);
        if (root < 0)
        {
            return;
        }

        ProbeResult shell = OpenInRoot(root, "/bin/sh");
        findings.Add(shell.Works ? Shell(root, (int)shell.Value, findings) : NoShell(shell));
        Unistd.close(root);
    }

    private static int OpenRoot(string rootfs, out DoctorFinding finding)
    {
        ProbeResult opened = HostDirectory.Open(rootfs);
        finding = opened.Works
            ? new DoctorFinding("rootfs", DoctorSeverity.Good, $"{rootfs} is a directory that can be searched")
            : new DoctorFinding(
                "rootfs", DoctorSeverity.Fatal, $"{rootfs}: {HostDirectory.Wrong(opened)}", HostDirectory.Remedy(opened));
        return (int)opened.Value;
    }

    private static DoctorFinding NoShell(ProbeResult shell) => new(
        "rootfs /bin/sh",
        DoctorSeverity.Degraded,
        $"cannot be opened ({shell.Refusal}): commands with a full path may still run",
        "is this the directory that holds bin, etc and usr? give that one; a rootfs is made by debootstrap or mmdebstrap");

    // The shell stands for the rest: what its machine, loader and file system are, most programs' are.
    private static DoctorFinding Shell(int root, int file, List<DoctorFinding> findings)
    {
        byte[] head = new byte[HeadBytes];
        long length;
        fixed (byte* buffer = head)
        {
            length = Unistd.pread(file, buffer, HeadBytes, 0);
        }

        findings.Add(Mappable(file));
        Unistd.close(file);
        ElfGlance elf = ElfGlance.Of(head.AsSpan(0, (int)Math.Max(length, 0)));
        if (elf.Interpreter is { } interpreter)
        {
            ProbeResult loader = OpenInRoot(root, interpreter);
            if (!loader.Works)
            {
                return new DoctorFinding(
                    "rootfs /bin/sh",
                    DoctorSeverity.Fatal,
                    $"its loader {interpreter} is missing from the rootfs ({loader.Refusal})",
                    "install the rootfs's C library, or bind the directory that holds it");
            }

            Unistd.close((int)loader.Value);
        }

        return elf is { Kind: ElfKind.Elf32, Machine: ElfGlance.MachineI386 } && Shim.ptracer_probe_i386_exec() < 0
            ? new DoctorFinding(
                "rootfs /bin/sh",
                DoctorSeverity.Fatal,
                "an i386 program, which this kernel does not run (CONFIG_IA32_EMULATION)",
                "use a rootfs made for x86-64 (amd64)")
            : Machine(elf);
    }

    /// <summary>What the shell is made for.</summary>
    internal static DoctorFinding Machine(ElfGlance elf)
    {
        const string Name = "rootfs /bin/sh";
        string loader = elf.Interpreter is null ? "static" : $"loader {elf.Interpreter}";
        return (elf.Kind, elf.Machine) switch
        {
            (ElfKind.Elf64, ElfGlance.MachineX64) =>
                new DoctorFinding(Name, DoctorSeverity.Good, $"x86-64 program, {loader}"),
            (ElfKind.Elf32, ElfGlance.MachineI386) =>
                new DoctorFinding(Name, DoctorSeverity.Good, $"i386 program, {loader}"),
            (ElfKind.NotElf, _) => new DoctorFinding(
                Name, DoctorSeverity.Fatal, "not an ELF program", "unpack the rootfs again: it seems damaged"),
            _ => new DoctorFinding(
                Name,
                DoctorSeverity.Fatal,
                $"made for another CPU (e_machine {elf.Machine})",
                "use a rootfs made for x86-64 (amd64) or i386"),
        };
    }

    private static DoctorFinding Mappable(int file)
    {
        ProbeResult probe;
        fixed (byte* path = NulTerminated.Bytes($"/proc/self/fd/{file}"))
        {
            probe = Shim.ptracer_probe_map_executable(path);
        }

        return probe.Works
            ? new DoctorFinding("rootfs files", DoctorSeverity.Good, "may be mapped executable")
            : new DoctorFinding(
                "rootfs files",
                DoctorSeverity.Fatal,
                $"may not be mapped executable: {probe.Refusal}",
                "move the rootfs to a file system that is not mounted noexec (and, on Android, into the app's own data)");
    }

    // Absolute links must stay in the rootfs; without openat2 the doctor settles for the plain name.
    private static ProbeResult OpenInRoot(int root, string path)
    {
        fixed (byte* name = NulTerminated.Bytes(path.TrimStart('/')))
        {
            Fcntl.open_how how = new()
            {
                flags = (ulong)(Fcntl.O_RDONLY | Fcntl.O_CLOEXEC | Fcntl.O_NONBLOCK),
                resolve = (ulong)Fcntl.RESOLVE_IN_ROOT,
            };
            long file = Fcntl.openat2(root, name, &how);
            return Raw.ErrnoOf(file) == Errno.ENOSYS ? Fcntl.openat(root, name, (int)how.flags) : file;
        }
    }
}
