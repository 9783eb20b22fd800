using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/shm.h: System V shared memory.</summary>
[CHeader("sys/shm.h")]
internal static class SysShm
{
    public const int SHM_RDONLY = 0x1000;
    public const int SHM_RND = 0x2000;
    public const int SHM_REMAP = 0x4000;
    public const int SHM_EXEC = 0x8000;
    public const int SHM_HUGETLB = 0x800;
    public const int SHM_DEST = 0x200;
    public const int SHM_LOCKED = 0x400;
    public const int SHM_LOCK = 11;
    public const int SHM_UNLOCK = 12;
    public const int SHM_STAT = 13;
    public const int SHM_INFO = 14;
    public const int SHM_STAT_ANY = 15;

    /// <summary>struct shmid_ds, 112 bytes.</summary>
    [CStruct("struct shmid_ds", "sys/shm.h")]
    [StructLayout(LayoutKind.Explicit, Size = 112)]
    public struct shmid_ds
    {
        [FieldOffset(0)]
        public SysIpc.ipc_perm shm_perm;

        [FieldOffset(48)]
        public ulong shm_segsz;

        [FieldOffset(56)]
        public long shm_atime;

        [FieldOffset(64)]
        public long shm_dtime;

        [FieldOffset(72)]
        public long shm_ctime;

        [FieldOffset(80)]
        public int shm_cpid;

        [FieldOffset(84)]
        public int shm_lpid;

        [FieldOffset(88)]
        public ulong shm_nattch;
    }

    /// <summary>struct shminfo (IPC_INFO), 72 bytes.</summary>
    [CStruct("struct shminfo", "sys/shm.h")]
    [StructLayout(LayoutKind.Sequential, Size = 72)]
    public struct shminfo
    {
        public ulong shmmax;
        public ulong shmmin;
        public ulong shmmni;
        public ulong shmseg;
        public ulong shmall;
    }

    /// <summary>struct shm_info (SHM_INFO), 48 bytes; sizes are in pages.</summary>
    [CStruct("struct shm_info", "sys/shm.h")]
    [StructLayout(LayoutKind.Explicit, Size = 48)]
    public struct shm_info
    {
        [FieldOffset(0)]
        public int used_ids;

        [FieldOffset(8)]
        public ulong shm_tot;

        [FieldOffset(16)]
        public ulong shm_rss;
    }
}
