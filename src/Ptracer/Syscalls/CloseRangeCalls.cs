using System.Buffers.Binary;
using System.Buffers.Text;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>close_range(2), where it is forbidden: the descriptors that are open, closed one by one.</summary>
internal static unsafe class CloseRangeCalls
{
    private const ulong CLOSE_RANGE_UNSHARE = 2;
    private const ulong CLOSE_RANGE_CLOEXEC = 4;
    private const int FD_CLOEXEC = 1;
    private const int Last = 7; // the word of ExitState that holds the descriptor at hand

    private static readonly ExitHalf s_next = Next;

    /// <summary>unsigned first, unsigned last, flags. Errors: EINVAL.</summary>
    public static Verdict Begin(SyscallContext context, SyscallRow row, IGuest guest)
    {
        uint first = (uint)guest.Call[0], last = (uint)guest.Call[1];
        ulong flags = (uint)guest.Call[2];
        if (first > last || (flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) != 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        guest.ExitState[Last] = (ulong)((long)first - 1);
        if ((flags & CLOSE_RANGE_UNSHARE) != 0)
        {
            guest.SetArgument(0, Sched.CLONE_FILES);
            guest.SetNumber(Sysno.unshare);
            return Verdict.RunThenExit(s_next);
        }

        return TrySetNext(guest) ? Verdict.RunThenExit(s_next) : Verdict.Return(0);
    }

    private static long Next(SyscallContext context, IGuest guest, long result)
    {
        if (guest.Number == Sysno.unshare && result < 0)
        {
            return result;
        }

        if (TrySetNext(guest))
        {
            guest.CallAgain();
        }

        return 0;
    }

    private static bool TrySetNext(IGuest guest)
    {
        long descriptor = NextOpen(guest.Tid, (long)guest.ExitState[Last], (uint)guest.Call[1]);
        if (descriptor < 0)
        {
            return false;
        }

        guest.ExitState[Last] = (ulong)descriptor;
        bool marks = ((uint)guest.Call[2] & CLOSE_RANGE_CLOEXEC) != 0;
        guest.SetNumber(marks ? Sysno.fcntl : Sysno.close);
        guest.SetArgument(0, (ulong)descriptor);
        guest.SetArgument(1, Fcntl.F_SETFD);
        guest.SetArgument(2, FD_CLOEXEC);
        return true;
    }

    /// <summary>The lowest open descriptor of a thread behind <paramref name="after"/> and up to a limit; or -1.</summary>
    private static long NextOpen(int tid, long after, uint limit)
    {
        const int NameAt = 19;
        byte* buffer = stackalloc byte[4096];
        Span<byte> path = new(buffer, 32);
        "/proc/"u8.CopyTo(path);
        _ = Utf8Formatter.TryFormat(tid, path[6..], out int digits);
        "/fd\0"u8.CopyTo(path[(6 + digits)..]);
        int directory = (int)Fcntl.openat(Fcntl.AT_FDCWD, buffer, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_CLOEXEC);
        long found = -1;
        long size;
        while (directory >= 0 && (size = Unistd.getdents64(directory, buffer, 4096)) > 0)
        {
            for (ReadOnlySpan<byte> rest = new(buffer, (int)size); !rest.IsEmpty;)
            {
                int length = BinaryPrimitives.ReadUInt16LittleEndian(rest[16..]);
                if (Utf8Parser.TryParse(rest[NameAt..length], out uint descriptor, out _) &&
                    descriptor > after && descriptor <= limit && (found < 0 || descriptor < found))
                {
                    found = descriptor;
                }

                rest = rest[length..];
            }
        }

        if (directory >= 0)
        {
            Unistd.close(directory);
        }

        return found;
    }
}
