using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>mqueue.h: POSIX message queues, and how they notify (sigevent(3type)).</summary>
[CHeader("mqueue.h", "signal.h", "limits.h")]
internal static class Mqueue
{
    public const int MQ_PRIO_MAX = 32768;
    public const int SIGEV_SIGNAL = 0;
    public const int SIGEV_NONE = 1;
    public const int SIGEV_THREAD = 2;
    public const int SI_MESGQ = -3;

    /// <summary>struct mq_attr, 64 bytes.</summary>
    [CStruct("struct mq_attr", "mqueue.h")]
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    public struct mq_attr
    {
        public long mq_flags;
        public long mq_maxmsg;
        public long mq_msgsize;
        public long mq_curmsgs;
    }

    /// <summary>struct sigevent, 64 bytes.</summary>
    [CStruct("struct sigevent", "signal.h")]
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct sigevent
    {
        [FieldOffset(0)]
        public ulong sigev_value;

        [FieldOffset(8)]
        public int sigev_signo;

        [FieldOffset(12)]
        public int sigev_notify;
    }

    /// <summary>siginfo_t as rt_sigqueueinfo(2) takes it, 128 bytes.</summary>
    [CStruct("siginfo_t", "signal.h")]
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct siginfo_queued
    {
        [FieldOffset(0)]
        public int si_signo;

        [FieldOffset(8)]
        public int si_code;

        [FieldOffset(16)]
        public int si_pid;

        [FieldOffset(20)]
        public uint si_uid;

        [FieldOffset(24)]
        public ulong si_value;
    }

    /// <summary>rt_sigqueueinfo(2): a signal with its information, to a process.</summary>
    public static unsafe long Queue(int process, in siginfo_queued information)
    {
        fixed (siginfo_queued* given = &information)
        {
            return Raw.Call(Sysno.rt_sigqueueinfo, process, information.si_signo, (long)given);
        }
    }
}
