using Ptracer.Guest;

namespace Ptracer.Syscalls;

/// <summary>Decodes a call, decides, returns a verdict. No allocation, no blocking, no state of its own.</summary>
internal delegate Verdict SyscallHandler(SyscallContext context, SyscallRow row, IGuest guest);

/// <summary>One system call that ptracer does something to.</summary>
internal sealed class SyscallRow(int number, string name, SyscallHandler handler, params PathArgument[] paths)
{
    public int Number { get; } = number;

    /// <summary>Its name in the kernel's table.</summary>
    public string Name { get; } = name;

    public SyscallHandler Handler { get; } = handler;

    /// <summary>Its path arguments, in the order in which the kernel looks them up.</summary>
    public PathArgument[] Paths { get; } = paths;

    public StopCondition Condition { get; init; }

    /// <summary>Whether the fast path in the guest may answer it, where a session has one: as the handler would.</summary>
    public bool IsFast { get; init; }

    /// <summary>
    /// Whether the call is the session's own: the kernel has none, or an inherited filter forbids it. What its handler has
    /// the thread call is made in the redirect stub, any number of calls one after the other.
    /// </summary>
    public bool IsOwn { get; init; }

    /// <summary>Of a row that stands for a forbidden call: the allowed one, where its words are all there is to it.</summary>
    public Substitute? Substitute { get; init; }
}
