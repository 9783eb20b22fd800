using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/ipc.h: what the three kinds of System V objects share.</summary>
[CHeader("sys/ipc.h")]
internal static class SysIpc
{
    public const int IPC_PRIVATE = 0;
    public const int IPC_CREAT = 0x200;
    public const int IPC_EXCL = 0x400;
    public const int IPC_NOWAIT = 0x800;
    public const int IPC_RMID = 0;
    public const int IPC_SET = 1;
    public const int IPC_STAT = 2;
    public const int IPC_INFO = 3;

    /// <summary>struct ipc_perm, 48 bytes.</summary>
    [CStruct("struct ipc_perm", "sys/ipc.h")]
    [StructLayout(LayoutKind.Explicit, Size = 48)]
    public struct ipc_perm
    {
        [FieldOffset(0)]
        public int __key;

        [FieldOffset(4)]
        public uint uid;

        [FieldOffset(8)]
        public uint gid;

        [FieldOffset(12)]
        public uint cuid;

        [FieldOffset(16)]
        public uint cgid;

        [FieldOffset(20)]
        public uint mode;

        [FieldOffset(24)]
        public ushort __seq;
    }
}
