using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>What a fork, vfork or clone has made.</summary>
internal static class Births
{
    public static int ThreadGroupOf(int tid) => GuestStatus.ThreadGroup(tid);

    /// <summary>The process that made a thread or process, as far as /proc tells: its own, or its parent.</summary>
    public static int ProcessOfMaker(int tid)
    {
        int process = ThreadGroupOf(tid);
        return process != tid ? process : GuestStatus.Parent(tid);
    }

    /// <summary>What the new tracee shares: the flags of the call that made it (clone(2), clone3(2)).</summary>
    public static Kinship KinshipOf(Tracee parent)
    {
        if (!parent.ReadRegisters())
        {
            return Kinship.None;
        }

        ulong flags = parent.MadeCallOfI386
            ? (int)parent.Registers.orig_rax switch
            {
                SysnoI386.vfork => Sched.CLONE_VM | Sched.CLONE_VFORK,
                SysnoI386.clone => parent.Registers.rbx,
                SysnoI386.clone3 => ReadWord(parent, (uint)parent.Registers.rbx),
                _ => 0,
            }
            : (int)parent.Registers.orig_rax switch
            {
                Sysno.vfork => Sched.CLONE_VM | Sched.CLONE_VFORK,
                Sysno.clone => parent.Registers.rdi,
                Sysno.clone3 => ReadWord(parent, parent.Registers.rdi),
                _ => 0,
            };
        return ((flags & Sched.CLONE_VM) != 0 ? Kinship.SameMemory : 0) |
            ((flags & Sched.CLONE_FS) != 0 ? Kinship.SameDirectory : 0) |
            ((flags & Sched.CLONE_FILES) != 0 ? Kinship.SameDescriptors : 0) |
            ((flags & Sched.CLONE_THREAD) != 0 ? Kinship.SameProcess : 0);
    }

    private static ulong ReadWord(Tracee tracee, ulong address)
    {
        Span<byte> word = stackalloc byte[8];
        return tracee.TryRead(new GuestPtr(address), word) ? BitConverter.ToUInt64(word) : 0;
    }
}
