namespace Ptracer.Units;

/// <summary>The resources of setrlimit(2): names and numbers as the kernel has them.</summary>
internal enum ResourceLimitKind
{
    /// <summary>Seconds of processor time.</summary>
    CPU = 0,

    /// <summary>Bytes of a file.</summary>
    FSIZE = 1,

    /// <summary>Bytes of data.</summary>
    DATA = 2,

    /// <summary>Bytes of stack.</summary>
    STACK = 3,

    /// <summary>Bytes of a core dump.</summary>
    CORE = 4,

    /// <summary>Bytes resident.</summary>
    RSS = 5,

    /// <summary>Processes of the user.</summary>
    NPROC = 6,

    /// <summary>File descriptors.</summary>
    NOFILE = 7,

    /// <summary>Bytes locked in memory.</summary>
    MEMLOCK = 8,

    /// <summary>Bytes of address space.</summary>
    AS = 9,

    /// <summary>File locks.</summary>
    LOCKS = 10,

    /// <summary>Signals queued.</summary>
    SIGPENDING = 11,

    /// <summary>Bytes in message queues.</summary>
    MSGQUEUE = 12,

    /// <summary>Twenty minus the nice level.</summary>
    NICE = 13,

    /// <summary>Real-time priority.</summary>
    RTPRIO = 14,

    /// <summary>Microseconds of real-time processor time without a blocking call.</summary>
    RTTIME = 15,
}
