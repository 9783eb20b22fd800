using Ptracer.Engines.Seccomp;
using Ptracer.Linux;
using Ptracer.Loader;
using Ptracer.Syscalls;

namespace Ptracer;

/// <summary>Starts the first tracee of a session.</summary>
internal static unsafe class Spawner
{
    /// <summary>Starts and seizes the first tracee.</summary>
    /// <param name="context">Knows the program, and what the kernel executes in its place.</param>
    /// <param name="directory">Host path to start in, with its NUL.</param>
    /// <param name="words">argv.</param>
    /// <param name="options">Its environment and limits.</param>
    /// <param name="table">The calls that stop.</param>
    public static SpawnedCommand Spawn(
        SyscallContext context, byte[] directory, List<byte[]> words, SessionOptions options, SyscallTable table)
    {
        RaiseDescriptorLimit();
        SpawnedCommand command = new();
        long pid = command.Start(ExecutableFile.StubOf(context), directory, words, options, FilterBuilder.Build(table));
        if (pid > 0)
        {
            return command;
        }

        command.Dispose();
        throw new PtracerException($"tracing: the kernel refuses it ({Raw.ErrnoOf(pid)}); see: ptracer doctor");
    }

    /// <summary>Whether the kernel has PR_SET_MM_MAP (CONFIG_CHECKPOINT_RESTORE).</summary>
    public static MemoryMapUpdate MemoryMaps
    {
        get
        {
            const int PR_SET_MM = 35;
            const int PR_SET_MM_MAP_SIZE = 15;
            uint size = 0;
            return Raw.Call(Sysno.prctl, PR_SET_MM, PR_SET_MM_MAP_SIZE, (long)&size, 0, 0) == 0
                ? MemoryMapUpdate.Set
                : MemoryMapUpdate.Leave;
        }
    }

    /// <summary>argv: a script's interpreter and its words, then the command's own.</summary>
    public static List<byte[]> Words(ScriptWords interpreter, IReadOnlyList<byte[]> command)
    {
        List<byte[]> words = [];
        ReadOnlySpan<byte> script = interpreter.Bytes;
        for (int i = 0; i < interpreter.Count; i++)
        {
            int end = script.IndexOf((byte)0);
            words.Add(script[..end].ToArray());
            script = script[(end + 1)..];
        }

        for (int i = words.Count > 0 ? 1 : 0; i < command.Count; i++)
        {
            words.Add(command[i]);
        }

        return words;
    }

    /// <summary>The session holds a descriptor for each program that runs; guests keep the limit they were given.</summary>
    private static void RaiseDescriptorLimit()
    {
        const int RLIMIT_NOFILE = 7;
        ulong* limit = stackalloc ulong[2];
        if (Raw.Call(Sysno.prlimit64, 0, RLIMIT_NOFILE, 0, (long)limit) == 0)
        {
            limit[0] = limit[1];
            Raw.Call(Sysno.prlimit64, 0, RLIMIT_NOFILE, (long)limit, 0);
        }
    }
}
