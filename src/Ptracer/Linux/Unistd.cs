namespace Ptracer.Linux;

/// <summary>unistd.h: descriptors, links, processes.</summary>
[CHeader("unistd.h")]
internal static unsafe class Unistd
{
    public const int R_OK = 4;
    public const int W_OK = 2;
    public const int X_OK = 1;
    public const int SEEK_DATA = 3;
    public const int SEEK_HOLE = 4;

    public static void close(int fd) => Raw.Call(Sysno.close, fd);

    public static long read(int fd, byte* buffer, int count) => Raw.Blocking(Sysno.read, fd, (long)buffer, count);

    public static long pread(int fd, byte* buffer, int count, long offset) =>
        Raw.Call(Sysno.pread64, fd, (long)buffer, count, offset);

    public static long write(int fd, byte* buffer, int count) => Raw.Blocking(Sysno.write, fd, (long)buffer, count);

    public static long pwrite(int fd, byte* buffer, int count, long offset) =>
        Raw.Blocking(Sysno.pwrite64, fd, (long)buffer, count, offset);

    /// <summary>pipe2(2): the end to read from and the end to write to.</summary>
    public static long pipe2(int* ends, int flags) => Raw.Call(Sysno.pipe2, (long)ends, flags);

    /// <summary>getgroups(2): how many, or -errno.</summary>
    public static long getgroups(int count, uint* groups) => Raw.Call(Sysno.getgroups, count, (long)groups);

    public static long lseek(int fd, long offset, int from) => Raw.Call(Sysno.lseek, fd, offset, from);

    /// <summary>fsync(2): 0 once a file, or a directory's names, are on the disk; or -errno.</summary>
    public static long fsync(int fd) => Raw.Blocking(Sysno.fsync, fd);

    /// <summary>syncfs(2): all that the file system of <paramref name="fd"/> holds unwritten.</summary>
    public static long syncfs(int fd) => Raw.Blocking(Sysno.syncfs, fd);

    public static long ftruncate(int fd, long sizeBytes) => Raw.Call(Sysno.ftruncate, fd, sizeBytes);

    /// <summary>copy_file_range(2): bytes copied by the kernel, 0 at the end, or -errno. Null offsets: the files' own.</summary>
    public static long copy_file_range(int from, long* fromOffset, int to, long* toOffset, long count) =>
        Raw.Blocking(Sysno.copy_file_range, from, (long)fromOffset, to, (long)toOffset, count, 0);

    public static long linkat(int fromDirectory, byte* from, int toDirectory, byte* to, int flags) =>
        Raw.Call(Sysno.linkat, fromDirectory, (long)from, toDirectory, (long)to, flags);

    public static long symlinkat(byte* text, int dirfd, byte* path) =>
        Raw.Call(Sysno.symlinkat, (long)text, dirfd, (long)path);

    public static long fchown(int fd, uint owner, uint group) => Raw.Call(Sysno.fchown, fd, owner, group);

    public static long fchownat(int dirfd, byte* path, uint owner, uint group, int flags) =>
        Raw.Call(Sysno.fchownat, dirfd, (long)path, owner, group, flags);

    public static long readlinkat(int dirfd, byte* path, byte* buffer, int size) =>
        Raw.Lookup(Sysno.readlinkat, dirfd, (long)path, (long)buffer, size);

    public static long unlinkat(int dirfd, byte* path, int flags) => Raw.Call(Sysno.unlinkat, dirfd, (long)path, flags);

    public static long getdents64(int fd, byte* buffer, int size) =>
        Raw.Call(Sysno.getdents64, fd, (long)buffer, size);

    public static long faccessat(int dirfd, byte* path, int mode) => Raw.Lookup(Sysno.faccessat, dirfd, (long)path, mode);

    public static long faccessat2(int dirfd, byte* path, int mode, int flags) =>
        Raw.Lookup(Sysno.faccessat2, dirfd, (long)path, mode, flags);

    public static int getpid() => (int)Raw.Call(Sysno.getpid);

    public static int gettid() => (int)Raw.Call(Sysno.gettid);

    public static uint getuid() => (uint)Raw.Call(Sysno.getuid);

    public static uint geteuid() => (uint)Raw.Call(Sysno.geteuid);

    public static uint getgid() => (uint)Raw.Call(Sysno.getgid);

    public static uint getegid() => (uint)Raw.Call(Sysno.getegid);

    public static long kill(int pid, int signal) => Raw.Call(Sysno.kill, pid, signal);
}
