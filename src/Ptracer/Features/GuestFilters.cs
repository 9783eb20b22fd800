using Ptracer.Guest;
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
        seccomp_data data = new() { nr = call.Number, arch = ArchitectureOf(call.Abi), instruction_pointer = pointer };
        for (int i = 0; i < 6; i++)
        {
            data.args[i] = call[i];
        }

        return data;
    }

    private static uint ArchitectureOf(Abi abi) => abi == Abi.I386 ? AUDIT_ARCH_I386 : AUDIT_ARCH_X86_64;

    private sealed record Installed(sock_filter[] Program, Installed? Before);
}
