using Ptracer.Engines.Shim;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Engines.Ptrace;

/// <summary>
/// Reads and writes a stopped thread's memory by process_vm_readv(2) and process_vm_writev(2), which respect the
/// protection of its pages as the kernel's own accesses do; the shim's room also by /proc/TID/mem, which is quicker.
/// </summary>
internal static unsafe class GuestMemory
{
    private const int PageSizeBytes = 4096;

    /// <summary>Most strings end within this.</summary>
    private const int FirstChunkBytes = 256;

    public static bool TryRead(int tid, GuestPtr address, Span<byte> destination) =>
        destination.IsEmpty || Read(tid, address.Address, destination) == destination.Length;

    public static bool TryWrite(int tid, AddressSpace space, GuestPtr address, ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
        {
            return true;
        }

        fixed (byte* p = source)
        {
            // /proc/TID/mem writes where the guest itself may not (ptrace does): only the shim's own room is sure.
            int memory = space.MemoryDescriptor(tid);
            if (memory >= 0 && space.Shim.IsSlot(address.Address))
            {
                return Raw.Call(Sysno.pwrite64, memory, (long)p, source.Length, (long)address.Address) == source.Length;
            }

            Uio.iovec local = new() { iov_base = (ulong)p, iov_len = (ulong)source.Length };
            Uio.iovec remote = new() { iov_base = address.Address, iov_len = (ulong)source.Length };
            return Uio.process_vm_writev(tid, &local, 1, &remote, 1) == source.Length;
        }
    }

    /// <summary>
    /// Reads up to the NUL: the length without it, -EFAULT, or -ENAMETOOLONG if there is none in the buffer. A page that the
    /// string does not reach need not be mapped.
    /// </summary>
    public static int ReadString(int tid, GuestPtr address, Span<byte> destination)
    {
        int length = 0;
        while (length < destination.Length)
        {
            Span<byte> part = destination[length..];
            part = part[..Math.Min(part.Length, length == 0 ? FirstChunkBytes : PageSizeBytes)];
            long count = ReadTwoPages(tid, address.Address + (ulong)length, part);
            if (count <= 0)
            {
                return -(int)Errno.EFAULT;
            }

            int end = part[..(int)count].IndexOf((byte)0);
            if (end >= 0)
            {
                return length + end;
            }

            if (count < part.Length)
            {
                return -(int)Errno.EFAULT;
            }

            length += part.Length;
        }

        return -(int)Errno.ENAMETOOLONG;
    }

    /// <summary>
    /// Reads at most a page's length, which lies in one page or two. What is in the first is read also if the second is not
    /// mapped: an iovec for each, since a transfer ends between them (process_vm_readv(2)).
    /// </summary>
    private static long ReadTwoPages(int tid, ulong address, Span<byte> destination)
    {
        int first = Math.Min(PageSizeBytes - (int)(address % PageSizeBytes), destination.Length);
        fixed (byte* p = destination)
        {
            Uio.iovec local = new() { iov_base = (ulong)p, iov_len = (ulong)destination.Length };
            Uio.iovec* remote = stackalloc Uio.iovec[2];
            remote[0] = new() { iov_base = address, iov_len = (ulong)first };
            remote[1] = new() { iov_base = address + (ulong)first, iov_len = (ulong)(destination.Length - first) };
            return Uio.process_vm_readv(tid, &local, 1, remote, first < destination.Length ? 2 : 1);
        }
    }

    private static long Read(int tid, ulong address, Span<byte> destination)
    {
        fixed (byte* p = destination)
        {
            Uio.iovec local = new() { iov_base = (ulong)p, iov_len = (ulong)destination.Length };
            Uio.iovec remote = new() { iov_base = address, iov_len = (ulong)destination.Length };
            return Uio.process_vm_readv(tid, &local, 1, &remote, 1);
        }
    }
}
