using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>Signals to processes, and their ends.</summary>
internal static unsafe class Processes
{
    private const int WNOHANG = 1;

    /// <summary>Our own id.</summary>
    public static int OwnId => Unistd.getpid();

    /// <summary>Our user's id.</summary>
    public static uint OwnUser => Unistd.getuid();

    /// <summary>Sends a signal; false: there is no such process, or it is not ours.</summary>
    public static bool Signal(int processId, int signal) => processId > 0 && Unistd.kill(processId, signal) == 0;

    /// <summary>Whether a process exists (a zombie does).</summary>
    public static bool Exists(int processId) => Signal(processId, 0);

    /// <summary>Whether a process is a child of ours that has not been collected.</summary>
    public static bool IsChild(int processId)
    {
        const int P_PID = 1;
        const int WEXITED = 4;
        const int WNOWAIT = 0x1000000;
        return Raw.Call(Sysno.waitid, P_PID, processId, 0, WEXITED | WNOHANG | WNOWAIT) == 0;
    }

    /// <summary>The tracer of a process (proc_pid_status(5)); 0: none, or the process is gone or somebody else's.</summary>
    public static int TracerOf(int processId)
    {
        const int StatusBytes = 2048;
        Span<byte> text = stackalloc byte[StatusBytes];
        int length = ProcFile.Read(processId, "/status\0"u8, text);
        return length > 0 && ProcFile.TryGetField(text[..length], "TracerPid:"u8, 10, out long tracer) ? (int)tracer : 0;
    }

    /// <summary>Collects a child that has ended.</summary>
    /// <param name="processId">The child.</param>
    /// <param name="wait">Whether to wait until it has.</param>
    /// <returns>Its wait status; null: it has not ended, or is no child of ours.</returns>
    public static int? Reap(int processId, bool wait)
    {
        int status = 0;
        while (true)
        {
            long result = Raw.Blocking(Sysno.wait4, processId, (long)&status, wait ? 0 : WNOHANG);
            if (Raw.ErrnoOf(result) != Errno.EINTR)
            {
                return result == processId ? status : null;
            }
        }
    }
}
