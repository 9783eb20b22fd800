using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ptracer.Host.Tests.Harness;

/// <summary>Signals that tests send or see, with Linux's numbers.</summary>
public enum GuestSignal
{
    None = 0,
    Hangup = 1,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    User1 = 10,
    Segmentation = 11,
    User2 = 12,
    Terminate = 15,
    Continue = 18,
}

/// <summary>The few calls of libc that tests need and .NET does not offer. Names are C's.</summary>
internal static partial class Posix
{
    private const int ReadWriteNoControl = 2 | 0x100 | 0x80000; // O_RDWR | O_NOCTTY | O_CLOEXEC
    private const nuint SetWindowSize = 0x5414; // TIOCSWINSZ
    private const short PollIn = 1; // POLLIN
    private const long PidfdOpen = 434; // SYS_pidfd_open

    [LibraryImport("libc")]
    public static partial uint geteuid();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int ptsname_r(int fd, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int syscall(long number, int first, int second);

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial int poll(PollFd* fds, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Fd;
        public short Events, Returned;
    }

    /// <summary>Sends a signal; throws when the process is gone.</summary>
    public static void Send(int pid, GuestSignal signal) => Check(kill(pid, (int)signal), "kill");

    /// <summary>Ends a process by SIGKILL, if it still lives.</summary>
    public static void End(int pid) => _ = kill(pid, (int)GuestSignal.Kill);

    /// <summary>Opens a new terminal's master; answers its descriptor and the terminal's path.</summary>
    public static unsafe (int Descriptor, string Name) OpenTerminal()
    {
        var fd = Check(posix_openpt(ReadWriteNoControl), "posix_openpt");
        Check(grantpt(fd), "grantpt");
        Check(unlockpt(fd), "unlockpt");
        var buffer = stackalloc byte[64];
        var error = ptsname_r(fd, buffer, 64);
        return error == 0 ? (fd, new string((sbyte*)buffer)) : throw new Win32Exception(error, "ptsname_r");
    }

    /// <summary>Sets a terminal's size in characters, through its master.</summary>
    public static unsafe void Resize(int fd, ushort columns, ushort rows)
    {
        var size = stackalloc ushort[] { rows, columns, 0, 0 };
        Check(ioctl(fd, SetWindowSize, size), "TIOCSWINSZ");
    }

    /// <summary>Waits until any process, child or not, has ended; false when it still lives after the time.</summary>
    public static unsafe bool WaitEnd(int pid, TimeSpan limit)
    {
        var fd = syscall(PidfdOpen, pid, 0);
        if (fd < 0)
        {
            return true;
        }

        var entry = new PollFd { Fd = fd, Events = PollIn };
        var ready = poll(&entry, 1, (int)limit.TotalMilliseconds);
        _ = close(fd);
        return ready == 1;
    }

    private static int Check(int result, string what) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{what}: {Marshal.GetLastPInvokeErrorMessage()}");
}
