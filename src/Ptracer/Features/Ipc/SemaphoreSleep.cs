using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Features.Ipc;

/// <summary>A semop(2) that waits.</summary>
/// <param name="guest">Who waits.</param>
/// <param name="set">For what.</param>
/// <param name="operations">What it will do.</param>
/// <param name="undo">What is to be undone at its process's end; null: nothing.</param>
/// <param name="blocking">The operation that cannot be done now.</param>
internal sealed class SemaphoreSleep(
    IGuest guest, SemaphoreSet set, SysSem.sembuf[] operations, UndoList? undo, SysSem.sembuf blocking) : Sleep(guest)
{
    public SysSem.sembuf Blocking { get; private set; } = blocking;

    /// <summary>Whether others may go on once it is done.</summary>
    public bool Alters { get; } = Array.Exists(operations, static one => one.sem_op != 0);

    public override long TimedOut => -(long)Errno.EAGAIN;

    public override long Interrupted => -(long)Errno.EINTR;

    public override void Leave() => set.Leave(this);

    /// <summary>0 if it is done now; -EAGAIN: it waits on.</summary>
    public long TryOperate()
    {
        long result = set.TryOperate(operations, Process, undo, out SysSem.sembuf blocking);
        Blocking = blocking;
        return result;
    }
}
