using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/sem.h: System V semaphores.</summary>
[CHeader("sys/sem.h")]
internal static class SysSem
{
    public const int SEM_UNDO = 0x1000;
    public const int GETPID = 11;
    public const int GETVAL = 12;
    public const int GETALL = 13;
    public const int GETNCNT = 14;
    public const int GETZCNT = 15;
    public const int SETVAL = 16;
    public const int SETALL = 17;
    public const int SEM_STAT = 18;
    public const int SEM_INFO = 19;
    public const int SEM_STAT_ANY = 20;

    /// <summary>struct semid_ds, 104 bytes.</summary>
    [CStruct("struct semid_ds", "sys/sem.h")]
    [StructLayout(LayoutKind.Explicit, Size = 104)]
    public struct semid_ds
    {
        [FieldOffset(0)]
        public SysIpc.ipc_perm sem_perm;

        [FieldOffset(48)]
        public long sem_otime;

        [FieldOffset(64)]
        public long sem_ctime;

        [FieldOffset(80)]
        public ulong sem_nsems;
    }

    /// <summary>struct sembuf, 6 bytes.</summary>
    [CStruct("struct sembuf", "sys/sem.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct sembuf
    {
        public ushort sem_num;
        public short sem_op;
        public short sem_flg;
    }

    /// <summary>struct seminfo, 40 bytes.</summary>
    [CStruct("struct seminfo", "sys/sem.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct seminfo
    {
        public int semmap;
        public int semmni;
        public int semmns;
        public int semmnu;
        public int semmsl;
        public int semopm;
        public int semume;
        public int semusz;
        public int semvmx;
        public int semaem;
    }
}
