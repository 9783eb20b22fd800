namespace Ptracer.Syscalls;

/// <summary>
/// The engine keeps threads that stop often on its own processor. What the guest is told is as if it did not.
/// </summary>
internal interface IAffinity
{
    /// <summary>The mask that the guest believes a tracee to have, if the engine has changed the real one: its size in bytes, else 0.</summary>
    int ShownMask(int tid, Span<byte> mask);

    /// <summary>Gives a thread, or all threads of a process, their own mask back for a while.</summary>
    void Release(int id);
}
