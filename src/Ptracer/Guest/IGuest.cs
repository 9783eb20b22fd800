namespace Ptracer.Guest;

/// <summary>What a handler sees of a tracee that is stopped at a system call. An engine's duties:</summary>
/// <remarks>
/// 1. <see cref="Call"/> is what the guest asked for, whatever was set since.
/// 2. Reads and writes reach the guest's memory at once; a failed one is EFAULT and changes nothing it can tell.
/// 3. What <see cref="Stage"/> returned stays readable for the kernel until the call has returned, in memory that no
///    guest code uses: never below its stack pointer.
/// 4. Arguments set by <see cref="SetArgument"/> are seen by the kernel only; the guest gets its registers back.
/// 5. <see cref="Index"/> is small and unique among living tracees, so that features can keep arrays of their own state;
///    they hear of births, execs and deaths through <see cref="IGuestObserver"/>.
/// </remarks>
internal interface IGuest
{
    /// <summary>The thread's id.</summary>
    int Tid { get; }

    /// <summary>The process's id (thread group).</summary>
    int Tgid { get; }

    /// <summary>A small number for this thread, reused after its death.</summary>
    int Index { get; }

    SyscallCall Call { get; }

    /// <summary>Words that an exit half finds as its entry half left them.</summary>
    Span<ulong> ExitState { get; }

    bool TryRead(GuestPtr address, Span<byte> destination);

    bool TryWrite(GuestPtr address, ReadOnlySpan<byte> source);

    /// <summary>Reads a string up to its NUL: its length in bytes, or -EFAULT, or -ENAMETOOLONG if none lies in the buffer.</summary>
    int ReadString(GuestPtr address, Span<byte> destination);

    /// <summary>Puts bytes where the kernel can read them during this call; null pointer when there is no room left.</summary>
    GuestPtr Stage(ReadOnlySpan<byte> bytes);

    /// <summary>The number of the call that the kernel will make: x86-64's, or what was set by another interface.</summary>
    int Number { get; }

    /// <summary>Argument <paramref name="index"/> as the kernel will be given it: the guest's own, or what was set.</summary>
    ulong Argument(int index);

    void SetArgument(int index, ulong value);

    /// <summary>Another call of x86-64 is made, whatever the guest's own interface: what it points to lies as there.</summary>
    void SetNumber(int number);

    /// <summary>Another call is made by this interface, which must be the guest's own.</summary>
    void SetNumber(int number, Abi abi);

    /// <summary>
    /// In the exit half of a substitute: the call that has been set since is made too, and the exit half is asked again.
    /// </summary>
    void CallAgain();

    /// <summary>The code in the guest's memory answers no call any more itself, without a stop.</summary>
    void TurnFastPathOff();

    /// <summary>Makes this call an exec: the plan is written once the kernel has executed the stub.</summary>
    void SetExecPlan(Abi abi, ReadOnlySpan<byte> plan, int executableFd);
}

/// <summary>Hears of tracees' lives; called by the engine between stops.</summary>
internal interface IGuestObserver
{
    /// <summary>A thread or process was made.</summary>
    void Born(in Birth birth);

    /// <summary>A thread has executed a program; it is the only one of its process now.</summary>
    void Executed(int index);

    /// <summary>A thread has ended; <paramref name="process"/> is its process's id if it was the last one, else 0.</summary>
    void Died(int index, int process);
}

/// <summary>A new tracee.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Process">Its process's id.</param>
/// <param name="ParentIndex">The number of its maker; -1 for the first.</param>
/// <param name="ParentProcess">The process's id of its maker; the same for a thread.</param>
/// <param name="SharesMemory">Whether it shares its maker's memory (CLONE_VM).</param>
/// <param name="SharesDirectory">Whether it shares its maker's working directory (CLONE_FS).</param>
internal readonly record struct Birth(int Index, int Process, int ParentIndex, int ParentProcess, bool SharesMemory, bool SharesDirectory);
