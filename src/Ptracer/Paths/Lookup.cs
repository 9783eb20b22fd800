namespace Ptracer.Paths;

/// <summary>How a call looks its path up (path_resolution(7)).</summary>
internal enum LookupKind
{
    /// <summary>The last component is followed if it is a symbolic link.</summary>
    Follow,

    /// <summary>The last component is not followed, unless a slash follows it.</summary>
    NoFollow,

    /// <summary>The last component names an entry to make, remove or rename: never followed, whatever follows it.</summary>
    Entry,
}

/// <summary>Restrictions of openat2(2), with the kernel's meaning.</summary>
[Flags]
internal enum LookupLimits
{
    None = 0,
    NoXdev = 1,
    NoMagicLinks = 2,
    NoSymlinks = 4,
    Beneath = 8,
    InRoot = 16,

    /// <summary>Not openat2's: the place must be known, even where the guest's own words would do.</summary>
    NeedPlace = 32,
}

/// <summary>The thread on whose behalf a path is looked up: /proc/self is its own.</summary>
internal readonly record struct LookupProcess(int Tgid, int Tid);

/// <summary>What paths need to know of the processes in the guest.</summary>
internal interface IGuestProcesses
{
    /// <summary>Whether this process or thread id is a tracee of the session.</summary>
    bool IsTracee(int id);

    /// <summary>An O_PATH descriptor of the program that a tracee runs, owned by the session; -1 if unknown.</summary>
    int ExecutableDescriptor(int id);

    /// <summary>The small number of a tracee by its process or thread id; -1 if it is none.</summary>
    int IndexOf(int id);

    /// <summary>Whether a tracee runs this file as its program.</summary>
    bool IsRunning(ulong device, ulong inode);

    /// <summary>Whether a tracee, by its process or thread id, runs a 32-bit program.</summary>
    bool HasShortAddresses(int id);
}
