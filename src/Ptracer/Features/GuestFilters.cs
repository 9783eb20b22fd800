using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;
using static Ptracer.Linux.Seccomp;

namespace Ptracer.Features;

/// <summary>
/// The seccomp filters that guests install, where an inherited filter forbids calls: it hides what the guest's own would
/// have said, so that is asked here. Kept by thread, as the kernel keeps it; children and execs inherit it.
/// </summary>
internal sealed class GuestFilters : IGuestObserver
{
    private const uint ActionMask = 0xffff0000;

    private (Installed? Last, int Process)[] _byThread = new (Installed?, int)[64];

    /// <summary>Takes note of a filter that the kernel has accepted.</summary>
    /// <param name="index">The thread.</param>
    /// <param name="program">Its instructions.</param>
    /// <param name="wholeProcess">Whether all threads of the process have it (SECCOMP_FILTER_FLAG_TSYNC).</param>
    public void Add(int index, sock_filter[] program, bool wholeProcess)
    {
        Installed added = new(program, _byThread[index].Last);
        int process = _byThread[index].Process;
        for (int i = 0; wholeProcess && i < _byThread.Length; i++)
        {
            if (_byThread[i].Process == process)
            {
                _byThread[i].Last = added;
            }
        }

        _byThread[index].Last = added;
    }

    /// <summary>What a thread's filters say of a call: the strictest answer, the newest filter's where they are equal.</summary>
    public uint Decide(int index, in SyscallCall call, ulong pointer)
    {
        uint strictest = SECCOMP_RET_ALLOW;
        for (Installed? filter = _byThread[index].Last; filter is not null; filter = filter.Before)
        {
            uint answer = ClassicBpf.Run(filter.Program, Data(call, pointer));
            if ((int)(answer & ActionMask) < (int)(strictest & ActionMask)) // signed: KILL_PROCESS is the strictest
            {
                strictest = answer;
            }
        }

        return strictest;
    }

    public void Born(in Birth birth)
    {
        if (birth.Index >= _byThread.Length)
        {
            Array.Resize(ref _byThread, Math.Max(birth.Index + 1, _byThread.Length * 2));
        }

        Installed? inherited = birth.ParentIndex < 0 ? null : _byThread[birth.ParentIndex].Last;
        _byThread[birth.Index] = (inherited, birth.Process);
    }

    public void Executed(int index)
    {
    }

    public void Died(int index, int process) => _byThread[index] = default;

    private static unsafe seccomp_data Data(in SyscallCall call, ulong pointer)
    {
        seccomp_data data = new() { nr = call.Number, arch = AUDIT_ARCH_X86_64, instruction_pointer = pointer };
        for (int i = 0; i < 6; i++)
        {
            data.args[i] = call[i];
        }

        return data;
    }

    private sealed record Installed(sock_filter[] Program, Installed? Before);
}

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
                case BPF_ST:
                    memory[(int)(k % MemoryWords)] = a;
                    break;
                case BPF_STX:
                    memory[(int)(k % MemoryWords)] = x;
                    break;
                case BPF_ALU:
                    a = Calculate(step.code & 0xf0, a, (step.code & BPF_X) != 0 ? x : k);
                    break;
                case BPF_JMP:
                    at += (step.code & 0xf0) == BPF_JA ? k
                        : Holds(step.code & 0xf0, a, (step.code & BPF_X) != 0 ? x : k) ? step.jt : step.jf;
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

    private static bool Holds(int test, uint a, uint operand) => test switch
    {
        BPF_JEQ => a == operand,
        BPF_JGT => a > operand,
        BPF_JGE => a >= operand,
        _ => (a & operand) != 0, // BPF_JSET
    };
}
