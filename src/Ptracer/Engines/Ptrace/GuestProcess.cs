using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>A guest process: its threads share this. Holds what the kernel would know of its program.</summary>
internal sealed class GuestProcess(int tgid, ProgramFile? program)
{
    public int Tgid { get; } = tgid;

    public int Threads { get; set; }

    /// <summary>The file behind /proc/PID/exe.</summary>
    public ProgramFile? Program { get; set; } = program;
}

/// <summary>An open descriptor of a program, shared by the processes that run it.</summary>
internal sealed unsafe class ProgramFile
{
    private int _users = 1;

    public ProgramFile(int descriptor)
    {
        Stat.stat status = default;
        Stat.fstat(descriptor, &status);
        (Descriptor, Device, Inode) = (descriptor, status.st_dev, status.st_ino);
    }

    public int Descriptor { get; }

    public ulong Device { get; }

    public ulong Inode { get; }

    public ProgramFile Share()
    {
        _users++;
        return this;
    }

    public void Release()
    {
        if (--_users == 0)
        {
            Unistd.close(Descriptor);
        }
    }
}
