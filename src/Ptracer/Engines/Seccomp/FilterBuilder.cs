using Ptracer.Engines.Shim;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Syscalls;
using static Ptracer.Linux.Seccomp;

namespace Ptracer.Engines.Seccomp;

/// <summary>Assembles the seccomp filter from the rows of the syscall table.</summary>
/// <remarks>
/// The order matters for speed. A call that is not in the table is decided by architecture and number alone, so that the
/// kernel's cache of constant answers (since 5.11) covers it and the filter never runs for it. Only then come argument
/// words, and last the instruction pointer: calls of the shim itself pass.
/// </remarks>
internal sealed class FilterBuilder
{
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint PointerOffset = 8;
    private const uint ArgumentsOffset = 16;
    private const int LinearRows = 4;

    private readonly List<sock_filter> _program = [];
    private readonly List<int> _jumpsToTrap = [];

    /// <summary>The filter for a session's calls, by either interface of x86.</summary>
    public static sock_filter[] Build(SyscallTable table)
    {
        FilterBuilder builder = new();
        builder.Assemble(table);
        return [.. builder._program];
    }

    /// <summary>The beginning of a filter that lets all calls of either shim pass: a filter outlives an exec.</summary>
    public static sock_filter[] LettingShimPass()
    {
        FilterBuilder builder = new();
        builder.PassShim(Abi.X64);
        builder.PassShim(Abi.I386);
        return [.. builder._program];
    }

    private void Assemble(SyscallTable table)
    {
        List<(int Number, StopCondition Condition)> own = [];
        foreach (SyscallRow row in table.ToList())
        {
            own.Add((row.Number, row.Condition));
        }

        Load(ArchitectureOffset);
        Jump(BPF_JEQ, AUDIT_ARCH_X86_64, 1, 0);
        int other = _program.Count;
        JumpAlways(0);
        AssembleCalls(own, Sysno.Unknown); // also every x32 number is beyond: they carry a high bit
        PassShim(Abi.X64);
        PassShim(Abi.I386); // which makes calls of x86-64, too
        Return(SECCOMP_RET_TRACE);

        _program[other] = _program[other] with { k = (uint)(_program.Count - other - 1) };
        Jump(BPF_JEQ, AUDIT_ARCH_I386, 1, 0);
        Return(SECCOMP_RET_ERRNO | (uint)Errno.ENOSYS);
        AssembleCalls(I386Calls.Stops(table), SysnoI386.Unknown);
        Load(PointerOffset + 4);
        Jump(BPF_JEQ, 0, 1, 0);
        Return(SECCOMP_RET_ERRNO | (uint)Errno.ENOSYS); // int $0x80 in a 64-bit program
        PassShim(Abi.I386);
        Return(SECCOMP_RET_TRACE | ShimLayout.TraceOfI386);
    }

    /// <summary>The numbers, each with its condition; who is to stop comes out at the end.</summary>
    private void AssembleCalls(List<(int Number, StopCondition Condition)> stops, int unknown)
    {
        _jumpsToTrap.Clear();
        Load(NumberOffset);
        Jump(BPF_JGE, (uint)unknown, 0, 1);
        Return(SECCOMP_RET_ERRNO | (uint)Errno.ENOSYS);
        Search(stops, 0, stops.Count);
        foreach (int at in _jumpsToTrap)
        {
            _program[at] = _program[at] with { k = (uint)(_program.Count - at - 1) };
        }
    }

    /// <summary>Lets calls from a shim's text pass.</summary>
    private void PassShim(Abi abi)
    {
        ShimRegion shim = ShimRegion.Of(abi);
        Load(PointerOffset + 4);
        Jump(BPF_JEQ, 0, 0, 4);
        Load(PointerOffset);
        Jump(BPF_JGE, (uint)shim.Text, 0, 2);
        Jump(BPF_JGE, (uint)shim.TextEnd, 1, 0);
        Return(SECCOMP_RET_ALLOW);
    }

    private void Search(List<(int Number, StopCondition Condition)> stops, int from, int to)
    {
        if (to - from <= LinearRows)
        {
            for (int i = from; i < to; i++)
            {
                EmitStop(stops[i].Number, stops[i].Condition);
            }

            Return(SECCOMP_RET_ALLOW);
            return;
        }

        int middle = (from + to) / 2;
        Jump(BPF_JGE, (uint)stops[middle].Number, 0, 1);
        int right = _program.Count;
        JumpAlways(0);
        Search(stops, from, middle);
        _program[right] = _program[right] with { k = (uint)(_program.Count - right - 1) };
        Search(stops, middle, to);
    }

    private void EmitStop(int number, in StopCondition condition)
    {
        int test = _program.Count;
        Jump(BPF_JEQ, (uint)number, 0, 0);
        EmitCondition(condition);
        _program[test] = _program[test] with { jf = (byte)(_program.Count - test - 1) };
    }

    private void EmitCondition(StopCondition condition)
    {
        uint low = ArgumentsOffset + (8u * condition.Argument);
        switch (condition.Rule)
        {
            case StopRule.Always:
                Trap();
                return;
            case StopRule.Refuse:
                Return(SECCOMP_RET_ERRNO | (uint)Errno.ENOSYS);
                return;
            case StopRule.IfNonZero:
                Load(low);
                Jump(BPF_JEQ, 0, 0, 2);
                Load(low + 4);
                Jump(BPF_JEQ, 0, 1, 0);
                break;
            case StopRule.IfAnyBit:
                Load(low);
                Jump(BPF_JSET, condition.Value, 0, 1);
                break;
            case StopRule.IfAmong:
                Load(low);
                EmitAmong(condition.Value);
                Return(SECCOMP_RET_ALLOW);
                return;
            default:
                Load(low);
                Jump(BPF_JEQ, condition.Value, 3, 0);
                Jump(BPF_JEQ, condition.Other, 2, 0);
                Jump(BPF_JEQ, condition.Third, 1, 0);
                Jump(BPF_JEQ, condition.Fourth, 0, 1);
                break;
        }

        Trap();
        Return(SECCOMP_RET_ALLOW);
    }

    private void EmitAmong(uint values)
    {
        for (uint value = 0; value < 32; value++)
        {
            if ((values & (1u << (int)value)) != 0)
            {
                Jump(BPF_JEQ, value, 0, 1);
                Trap();
            }
        }
    }

    private void Trap()
    {
        _jumpsToTrap.Add(_program.Count);
        JumpAlways(0);
    }

    private void Load(uint offset) => Emit(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset);

    private void Return(uint action) => Emit(BPF_RET | BPF_K, 0, 0, action);

    private void JumpAlways(uint distance) => Emit(BPF_JMP, 0, 0, distance);

    private void Jump(int test, uint value, byte ifTrue, byte ifFalse) => Emit(BPF_JMP | BPF_K | test, ifTrue, ifFalse, value);

    private void Emit(int code, byte ifTrue, byte ifFalse, uint value) =>
        _program.Add(new sock_filter { code = (ushort)code, jt = ifTrue, jf = ifFalse, k = value });
}
