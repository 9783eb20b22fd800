namespace Ptracer.Loader;

/// <summary>The name of a process in /proc/PID/comm, proc_pid_comm(5).</summary>
internal static class CommandName
{
    /// <summary>TASK_COMM_LEN: bytes, including the NUL.</summary>
    internal const int SizeBytes = 16;

    /// <summary>
    /// What begin_new_exec makes the name: the last component (kbasename) of the path given to execve(2), which for a
    /// script is the script's. At most 15 bytes of it.
    /// </summary>
    internal static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> execFileName)
    {
        ReadOnlySpan<byte> name = execFileName[(execFileName.LastIndexOf((byte)'/') + 1)..];
        return name.Length < SizeBytes ? name : name[..(SizeBytes - 1)];
    }
}
