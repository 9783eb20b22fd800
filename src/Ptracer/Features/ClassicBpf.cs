using System.Runtime.InteropServices;
using static Ptracer.Linux.Seccomp;

namespace Ptracer.Features;

/// <summary>Runs a classic BPF program over the data of a call, as the kernel does (linux/filter.h; seccomp_check_filter).</summary>
internal static class ClassicBpf
{
    private const int MemoryWords = 16; // BPF_MEMWORDS

    /// <summary>The value returned; SECCOMP_RET_ALLOW for a program that the kernel would have refused.</summary>
    public static uint Run(ReadOnlySpan<sock_filter> program, seccomp_data data)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<seccomp_data>(ref data));
        Span<uint> memory = stackalloc uint[MemoryWords];
        memory.Clear();
        uint a = 0, x = 0;
        for (long at = 0; at < program.Length; at++)
        {
            sock_filter step = program[(int)at];
            uint k = step.k;
            switch (step.code & 7)
            {
                case BPF_LD:
                    a = Load(step, bytes, memory);
                    break;
                case BPF_LDX:
                    x = Load(step, bytes, memory);
                    break;
                case BPF_ST or BPF_STX:
                    memory[(int)(k % MemoryWords)] = (step.code & 7) == BPF_ST ? a : x;
                    break;
                case BPF_ALU:
                    a = Calculate(step.code & 0xf0, a, Operand(step, x));
                    break;
                case BPF_JMP:
                    at += Distance(step, a, Operand(step, x));
                    break;
                case BPF_RET:
                    return (step.code & 0x18) == BPF_A ? a : k;
                default: // BPF_MISC: TAX, TXA
                    (a, x) = (step.code & 0xf8) == 0 ? (a, a) : (x, x);
                    break;
            }
        }

        return SECCOMP_RET_ALLOW;
    }

    private static uint Load(sock_filter step, ReadOnlySpan<byte> data, ReadOnlySpan<uint> memory) => (step.code & 0xe0) switch
    {
        BPF_ABS when step.k <= data.Length - 4 => MemoryMarshal.Read<uint>(data[(int)step.k..]),
        BPF_MEM => memory[(int)(step.k % MemoryWords)],
        BPF_LEN => (uint)data.Length,
        _ => step.k, // BPF_IMM
    };

    private static uint Calculate(int operation, uint a, uint operand) => operation switch
    {
        0x00 => a + operand,
        0x10 => a - operand,
        0x20 => a * operand,
        0x30 => operand == 0 ? 0 : a / operand,
        0x40 => a | operand,
        0x50 => a & operand,
        0x60 => operand > 31 ? 0 : a << (int)operand,
        0x70 => operand > 31 ? 0 : a >> (int)operand,
        0x80 => (uint)-(int)a,
        _ => a ^ operand,
    };

    private static uint Operand(sock_filter step, uint x) => (step.code & BPF_X) != 0 ? x : step.k;

    private static uint Distance(sock_filter step, uint a, uint operand) => (step.code & 0xf0) == BPF_JA ? step.k
        : Holds(step.code & 0xf0, a, operand) ? step.jt : step.jf;

    private static bool Holds(int test, uint a, uint operand) => test switch
    {
        BPF_JEQ => a == operand,
        BPF_JGT => a > operand,
        BPF_JGE => a >= operand,
        _ => (a & operand) != 0, // BPF_JSET
    };
}
