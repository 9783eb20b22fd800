using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>The stops that wait to be handled, oldest first.</summary>
/// <remarks>
/// wait4(2) walks the tracees from the newest on, and tells the first that has stopped: a busy newcomer, back in its next
/// stop before the tracer asks again, would be served for ever and the others never. So all that have stopped are
/// collected before the first of them is resumed.
/// </remarks>
internal sealed unsafe class StopQueue
{
    private const int Options = Wait.__WALL | Wait.__WNOTHREAD;

    private (int Tid, int Status)[] _stops = new (int, int)[64];
    private int _next;
    private int _count;

    /// <summary>Takes the next stop, waiting for one if need be.</summary>
    /// <param name="tracees">How many tracees there are: with a single one nobody can be overtaken.</param>
    /// <param name="tid">The thread that stopped.</param>
    /// <param name="status">Its wait status.</param>
    /// <returns>None; EINTR: a tick; ECHILD: no tracee is left.</returns>
    public Errno Take(int tracees, out int tid, out int status)
    {
        if (_next == _count)
        {
            Errno error = Collect(tracees);
            if (error != Errno.None)
            {
                (tid, status) = (0, 0);
                return error;
            }
        }

        (tid, status) = _stops[_next++];
        return Errno.None;
    }

    private Errno Collect(int tracees)
    {
        (_next, _count) = (0, 0);
        int status;
        long tid = Wait.wait4(-1, &status, Options);
        if (tid < 0)
        {
            return Raw.ErrnoOf(tid);
        }

        do
        {
            if (_count == _stops.Length)
            {
                Array.Resize(ref _stops, _stops.Length * 2);
            }

            _stops[_count++] = ((int)tid, status);
        }
        while (tracees > 1 && (tid = Wait.wait4(-1, &status, Options | Wait.WNOHANG)) > 0);

        return Errno.None;
    }
}
