using Ptracer.Guest;

namespace Ptracer.Features;

/// <summary>
/// What processes do with SIGSYS (sigaction(2)), where an inherited filter sends it for calls that the tracer makes: the
/// kernel forgets a handler when it forces the signal on a thread that blocks it (force_sig_info_to_task, kernel/signal.c).
/// </summary>
internal sealed class TrapActions : IGuestObserver
{
    /// <summary>The size of struct sigaction of the kernel: handler, flags, restorer, mask; on i386 it is less.</summary>
    public const int ActionBytes = 32;

    private Action[] _byThread = new Action[64];

    /// <summary>The action that a thread's process has set; empty: the default one.</summary>
    public ReadOnlySpan<byte> Get(int index) => _byThread[index]?.Bytes ?? default;

    /// <summary>Takes note of one that the kernel has accepted; empty: the default one.</summary>
    public void Set(int index, ReadOnlySpan<byte> action) => _byThread[index].Bytes = action.ToArray();

    public void Born(in Birth birth)
    {
        if (birth.Index >= _byThread.Length)
        {
            Array.Resize(ref _byThread, Math.Max(birth.Index + 1, _byThread.Length * 2));
        }

        bool isThread = birth.Process == birth.ParentProcess;
        _byThread[birth.Index] = birth.ParentIndex < 0 ? new Action([])
            : isThread ? _byThread[birth.ParentIndex]
            : new Action(_byThread[birth.ParentIndex].Bytes);
    }

    /// <summary>A handler does not survive it.</summary>
    public void Executed(int index) => _byThread[index] = new Action([]);

    public void Died(int index, int process)
    {
    }

    private sealed class Action(byte[] bytes)
    {
        public byte[] Bytes { get; set; } = bytes;
    }
}
