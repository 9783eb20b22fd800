using System.Runtime.InteropServices;

namespace Ptracer.Linux;

/// <summary>sys/ptrace.h: requests, options, events.</summary>
[CHeader("linux/ptrace.h")]
internal static unsafe class PtraceH
{
    public const int PTRACE_POKETEXT = 4;
    public const int PTRACE_CONT = 7;
    public const int PTRACE_GETREGS = 12;
    public const int PTRACE_SETREGS = 13;
    public const int PTRACE_SYSCALL = 24;
    public const int PTRACE_DETACH = 17;
    public const int PTRACE_SETOPTIONS = 0x4200;
    public const int PTRACE_GETEVENTMSG = 0x4201;
    public const int PTRACE_GETSIGINFO = 0x4202;
    public const int PTRACE_SETSIGINFO = 0x4203;
    public const int PTRACE_INTERRUPT = 0x4207;
    public const int PTRACE_LISTEN = 0x4208;
    public const int PTRACE_GETSIGMASK = 0x420a;
    public const int PTRACE_SETSIGMASK = 0x420b;

    public const int PTRACE_O_TRACESYSGOOD = 1;
    public const int PTRACE_O_TRACEFORK = 2;
    public const int PTRACE_O_TRACEVFORK = 4;
    public const int PTRACE_O_TRACECLONE = 8;
    public const int PTRACE_O_TRACEEXEC = 0x10;
    public const int PTRACE_O_TRACEEXIT = 0x40;
    public const int PTRACE_O_TRACESECCOMP = 0x80;
    public const int PTRACE_O_EXITKILL = 0x100000;

    public const int PTRACE_EVENT_FORK = 1;
    public const int PTRACE_EVENT_VFORK = 2;
    public const int PTRACE_EVENT_CLONE = 3;
    public const int PTRACE_EVENT_EXEC = 4;
    public const int PTRACE_EVENT_EXIT = 6;
    public const int PTRACE_EVENT_SECCOMP = 7;
    public const int PTRACE_EVENT_STOP = 128;

    /// <summary>struct user_regs_struct of x86-64.</summary>
    [CStruct("struct user_regs_struct", "sys/user.h")]
    [StructLayout(LayoutKind.Sequential)]
    public struct user_regs_struct
    {
        public ulong r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi, orig_rax, rip, cs, eflags;
        public ulong rsp, ss, fs_base, gs_base, ds, es, fs, gs;
    }

    /// <summary>siginfo_t of a SIGSYS, its beginning; what ptrace(2) fills is 128 bytes.</summary>
    [CStruct("siginfo_t", "signal.h")]
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct siginfo_sigsys
    {
        [FieldOffset(0)]
        public int si_signo;

        [FieldOffset(8)]
        public int si_code;

        [FieldOffset(24)]
        public int si_syscall;

        [FieldOffset(28)]
        public uint si_arch;
    }

    public static long ptrace(int request, int tid, void* address = null, void* data = null) =>
        Raw.Call(Sysno.ptrace, request, tid, (long)address, (long)data);
}
