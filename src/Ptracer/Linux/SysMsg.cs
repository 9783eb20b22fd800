using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/msg.h: System V message queues.</summary>
[CHeader("sys/msg.h")]
internal static class SysMsg
{
    public const int MSG_NOERROR = 0x1000;
    public const int MSG_EXCEPT = 0x2000;
    public const int MSG_COPY = 0x4000;
    public const int MSG_STAT = 11;
    public const int MSG_INFO = 12;
    public const int MSG_STAT_ANY = 13;

    /// <summary>struct msqid_ds, 120 bytes.</summary>
    [CStruct("struct msqid_ds", "sys/msg.h")]
    [StructLayout(LayoutKind.Explicit, Size = 120)]
    public struct msqid_ds
    {
        [FieldOffset(0)]
        public SysIpc.ipc_perm msg_perm;

        [FieldOffset(48)]
        public long msg_stime;

        [FieldOffset(56)]
        public long msg_rtime;

        [FieldOffset(64)]
        public long msg_ctime;

        [FieldOffset(72)]
        public ulong __msg_cbytes;

        [FieldOffset(80)]
        public ulong msg_qnum;

        [FieldOffset(88)]
        public ulong msg_qbytes;

        [FieldOffset(96)]
        public int msg_lspid;

        [FieldOffset(100)]
        public int msg_lrpid;
    }

    /// <summary>struct msginfo, 32 bytes.</summary>
    [CStruct("struct msginfo", "sys/msg.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct msginfo
    {
        public int msgpool;
        public int msgmap;
        public int msgmax;
        public int msgmnb;
        public int msgmni;
        public int msgssz;
        public int msgtql;
        public ushort msgseg;
    }
}
