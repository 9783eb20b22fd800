namespace Ptracer.Linux;

/// <summary>unistd.h: descriptors, links, processes.</summary>
[CHeader("unistd.h")]
internal static unsafe class Unistd
{
    public const int R_OK = 4;
    public const int W_OK = 2;
    public const int X_OK = 1;

    public static void close(int fd) => Raw.Call(Sysno.close, fd);

    public static long read(int fd, byte* buffer, int count) => Raw.Blocking(Sysno.read, fd, (long)buffer, count);

    public static long pread(int fd, byte* buffer, int count, long offset) =>
        Raw.Call(Sysno.pread64, fd, (long)buffer, count, offset);

    public static long write(int fd, byte* buffer, int count) => Raw.Blocking(Sysno.write, fd, (long)buffer, count);

    public static long readlinkat(int dirfd, byte* path, byte* buffer, int size) =>
        Raw.Call(Sysno.readlinkat, dirfd, (long)path, (long)buffer, size);

    public static long unlinkat(int dirfd, byte* path, int flags) => Raw.Call(Sysno.unlinkat, dirfd, (long)path, flags);

    public static long getdents64(int fd, byte* buffer, int size) =>
        Raw.Call(Sysno.getdents64, fd, (long)buffer, size);

    public static long faccessat(int dirfd, byte* path, int mode) => Raw.Call(Sysno.faccessat, dirfd, (long)path, mode);

    public static long faccessat2(int dirfd, byte* path, int mode, int flags) =>
        Raw.Call(Sysno.faccessat2, dirfd, (long)path, mode, flags);

    public static int getpid() => (int)Raw.Call(Sysno.getpid);

    public static int gettid() => (int)Raw.Call(Sysno.gettid);

    public static uint getuid() => (uint)Raw.Call(Sysno.getuid);

    public static uint geteuid() => (uint)Raw.Call(Sysno.geteuid);

    public static uint getgid() => (uint)Raw.Call(Sysno.getgid);

    public static uint getegid() => (uint)Raw.Call(Sysno.getegid);

    public static long kill(int pid, int signal) => Raw.Call(Sysno.kill, pid, signal);
}
