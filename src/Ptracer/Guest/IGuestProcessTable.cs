namespace Ptracer.Guest;

/// <summary>What can be asked about the processes of a session by id.</summary>
internal interface IGuestProcessTable
{
    /// <summary>Whether this process or thread id is a tracee.</summary>
    bool IsTracee(int id);

    /// <summary>The descriptor of the program that a tracee runs, owned by the session; -1 if unknown.</summary>
    int ExecutableDescriptor(int id);

    /// <summary>The small number of a tracee by its process or thread id; -1 if it is none.</summary>
    int IndexOf(int id);

    /// <summary>Whether a tracee runs this file as its program.</summary>
    bool IsRunning(ulong device, ulong inode);

    /// <summary>Whether a tracee, by its process or thread id, runs a 32-bit program.</summary>
    bool HasShortAddresses(int id);
}
