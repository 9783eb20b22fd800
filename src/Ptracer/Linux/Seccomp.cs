using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>linux/seccomp.h, linux/filter.h, linux/audit.h: the classic BPF program that decides what stops.</summary>
[CHeader("linux/seccomp.h", "linux/filter.h", "linux/audit.h", "linux/bpf_common.h", "linux/prctl.h")]
internal static class Seccomp
{
    public const int PR_GET_SECCOMP = 21;
    public const int SECCOMP_MODE_FILTER = 2;
    public const uint SECCOMP_RET_ACTION = 0x7fff0000;
    public const uint SECCOMP_RET_ALLOW = 0x7fff0000;
    public const uint SECCOMP_RET_TRACE = 0x7ff00000;
    public const uint SECCOMP_RET_ERRNO = 0x00050000;
    public const uint SECCOMP_RET_TRAP = 0x00030000;
    public const uint AUDIT_ARCH_X86_64 = 0xC000003E;
    public const uint AUDIT_ARCH_I386 = 0x40000003;

    public const ushort BPF_LD = 0;
    public const ushort BPF_W = 0;
    public const ushort BPF_ABS = 0x20;
    public const ushort BPF_JMP = 5;
    public const ushort BPF_JEQ = 0x10;
    public const ushort BPF_JGT = 0x20;
    public const ushort BPF_JGE = 0x30;
    public const ushort BPF_JSET = 0x40;
    public const ushort BPF_K = 0;
    public const ushort BPF_RET = 6;
    public const ushort BPF_LDX = 1;
    public const ushort BPF_ST = 2;
    public const ushort BPF_STX = 3;
    public const ushort BPF_ALU = 4;
    public const ushort BPF_MEM = 0x60;
    public const ushort BPF_LEN = 0x80;
    public const ushort BPF_JA = 0;
    public const ushort BPF_X = 8;
    public const ushort BPF_A = 0x10;

    /// <summary>struct sock_filter: one instruction.</summary>
    [CStruct("struct sock_filter", "linux/filter.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct sock_filter
    {
        public ushort code;
        public byte jt;
        public byte jf;
        public uint k;
    }

    /// <summary>struct seccomp_data: what the program sees.</summary>
    [CStruct("struct seccomp_data", "linux/seccomp.h")]
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct seccomp_data
    {
        public int nr;
        public uint arch;
        public ulong instruction_pointer;
        public fixed ulong args[6];
    }
}
