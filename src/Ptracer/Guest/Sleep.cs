using Ptracer.Linux;

namespace Ptracer.Guest;

/// <summary>
/// A call that waits for what another call of the session will do: its thread sleeps in the kernel until the tracer ends
/// it, its time is over, or a signal comes.
/// </summary>
internal abstract class Sleep(IGuest guest)
{
    /// <summary>
    /// A result that no guest sees: the thread makes its call again, which now need not wait. A handler that runs before
    /// does not end the call.
    /// </summary>
    public const long MakeAgain = -(long)Errno.ERESTARTNOINTR;

    /// <summary>The thread that waits.</summary>
    public int Tid { get; } = guest.Tid;

    /// <summary>Its process.</summary>
    public int Process { get; } = guest.Tgid;

    /// <summary>The call's result, once another call has brought it about.</summary>
    public long? Result { get; set; }

    /// <summary>The result when the time is over.</summary>
    public abstract long TimedOut { get; }

    /// <summary>
    /// The result when a signal comes between, as the kernel has it inside: -EINTR always ends the call, others let it
    /// be made again (signal(7), "Interruption of system calls").
    /// </summary>
    public abstract long Interrupted { get; }

    /// <summary>It will be ended by nobody: takes it out of where it waits.</summary>
    public abstract void Leave();

    /// <summary>Ended by another call, its thread stopped: gives the guest what it waited for.</summary>
    /// <returns>The call's result.</returns>
    public virtual long Finish(IGuest waiter) => Result!.Value;
}
