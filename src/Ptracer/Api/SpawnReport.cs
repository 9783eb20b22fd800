using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer;

/// <summary>What the spawned child says of a failure before its exec (native/shim/spawn.c).</summary>
internal static unsafe class SpawnReport
{
    private const int ExecStep = 6;

    private static readonly string[] s_steps =
    [
        "start", "start", "set its resource limits", "enter the working directory",
        "set NO_NEW_PRIVS", "install the seccomp filter", "execute the stub loader",
    ];

    public static void ThrowIfFailed(int descriptor, Abi abi)
    {
        int* report = stackalloc int[2];
        long count = Unistd.read(descriptor, (byte*)report, 8);
        if (count == 8)
        {
            if (report[0] == ExecStep && abi == Abi.I386 && (Errno)report[1] == Errno.ENOEXEC)
            {
                throw new PtracerException(
                    PtracerException.NotExecutable,
                    "the program: it is a 32-bit one, which this kernel does not run (CONFIG_IA32_EMULATION); use a 64-bit one");
            }

            string remedy = report[0] == ExecStep ? "give a loader file with --loader (ptracer loader FILE writes one)" : "see: ptracer doctor";
            throw new PtracerException($"tracee: cannot {s_steps[report[0]]} ({(Errno)report[1]}); {remedy}");
        }
    }
}
