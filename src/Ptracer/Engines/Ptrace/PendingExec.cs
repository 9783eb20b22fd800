using Ptracer.Engines.Shim;
using Ptracer.Guest;

namespace Ptracer.Engines.Ptrace;

/// <summary>An exec between its seccomp stop and its event: the plan for the stub, and the program's descriptor.</summary>
internal sealed class PendingExec
{
    /// <summary>A session's own: it lives on one thread.</summary>
    [ThreadStatic]
    private static Stack<PendingExec>? s_free;

    private byte[] _plan = new byte[4096];
    private int _length;

    /// <summary>The interface that the program uses.</summary>
    public Abi Abi { get; private set; }

    /// <summary>-1 once somebody else owns it.</summary>
    public int Descriptor { get; set; }

    public ReadOnlySpan<byte> Plan => _plan.AsSpan(0, _length);

    /// <summary>Whether the plan says what the fast path must know.</summary>
    public bool HasFastPath => Abi == Abi.X64 && _length > ShimLayout.PlanFast && BitConverter.ToInt32(_plan, ShimLayout.PlanFast) != 0;

    /// <summary>Reuses an old one: execs are frequent, and nothing is allocated between stop and resume.</summary>
    public static PendingExec Take(Abi abi, ReadOnlySpan<byte> plan, int descriptor)
    {
        PendingExec exec = s_free is { Count: > 0 } ? s_free.Pop() : new PendingExec();
        if (exec._plan.Length < plan.Length)
        {
            exec._plan = new byte[plan.Length];
        }

        plan.CopyTo(exec._plan);
        exec._length = plan.Length;
        (exec.Abi, exec.Descriptor) = (abi, descriptor);
        return exec;
    }

    public void Free()
    {
        if (Descriptor >= 0)
        {
            Linux.Unistd.close(Descriptor);
            Descriptor = -1;
        }

        (s_free ??= []).Push(this);
    }
}
