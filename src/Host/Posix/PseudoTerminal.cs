using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>A pseudo-terminal: pty(7).</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private const ulong TIOCGPTN = 0x80045430;
    private const ulong TIOCSPTLCK = 0x40045431;
    private const ulong TIOCSWINSZ = 0x5414;
    private const int O_NOCTTY = 0x100;

    /// <summary>Opens one.</summary>
    /// <exception cref="PosixException">There are none left, or none may be had.</exception>
    public PseudoTerminal()
    {
        Master = Files.Open("/dev/ptmx", Fcntl.O_RDWR | O_NOCTTY);
        int unlocked = 0;
        int number = 0;
        PosixException.Check(Raw.Call(Sysno.ioctl, Master.Number, (long)TIOCSPTLCK, (long)&unlocked), "TIOCSPTLCK");
        PosixException.Check(Raw.Call(Sysno.ioctl, Master.Number, (long)TIOCGPTN, (long)&number), "TIOCGPTN");
        Slave = Files.Open($"/dev/pts/{number}", Fcntl.O_RDWR | O_NOCTTY);
    }

    /// <summary>The side of whoever shows and types.</summary>
    public Descriptor Master { get; }

    /// <summary>The side of the command; to be closed when it has been passed on.</summary>
    public Descriptor Slave { get; }

    /// <summary>Sets its size; the command gets SIGWINCH.</summary>
    public void Resize(int columns, int rows)
    {
        ushort* size = stackalloc ushort[4];
        (size[0], size[1], size[2], size[3]) = ((ushort)rows, (ushort)columns, 0, 0);
        Raw.Call(Sysno.ioctl, Master.Number, (long)TIOCSWINSZ, (long)size);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Master.Dispose();
        Slave.Dispose();
    }
}
