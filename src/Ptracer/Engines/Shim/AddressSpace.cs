using System.Numerics;
using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Engines.Shim;

/// <summary>A guest address space (the kernel's mm), shared by threads and by a vfork's child: who uses which slot.</summary>
internal sealed class AddressSpace
{
    private readonly ulong[] _used = new ulong[ShimLayout.SlotCount / 64];

    /// <summary>Writes that have gone to it; see <see cref="MemoryDescriptor"/>.</summary>
    private int _accesses;
    private int _memory = -1;

    /// <summary>The interface of the program in it, and so the stub that it has.</summary>
    public Abi Abi { get; set; }

    /// <summary>Where that lies.</summary>
    public ShimRegion Shim => ShimRegion.Of(Abi);

    /// <summary>The call sites that are led to the fast path; null: it has none, or it is off.</summary>
    public FastSites? Fast { get; set; }

    /// <summary>Tracees that live in it.</summary>
    public int Users { get; private set; } = 1;

    /// <summary>That of a fork's child.</summary>
    public AddressSpace Copy() => new() { Abi = Abi, Fast = Fast?.Copy() };

    public AddressSpace Share()
    {
        Users++;
        return this;
    }

    public void Leave()
    {
        if (--Users == 0 && _memory >= 0)
        {
            Unistd.close(_memory);
            _memory = -1;
        }
    }

    /// <summary>
    /// A descriptor of /proc/TID/mem: writing there takes two thirds of the time of process_vm_writev(2), but it must be
    /// opened first, so only what is written often gets one. -1: none.
    /// </summary>
    public int MemoryDescriptor(int tid)
    {
        const int OpenAt = 24;
        if (_memory < 0 && ++_accesses == OpenAt)
        {
            _memory = Open(tid);
        }

        return _memory;
    }

    private static unsafe int Open(int tid)
    {
        byte* path = stackalloc byte[24];
        Span<byte> text = new(path, 24);
        "/proc/"u8.CopyTo(text);
        _ = System.Buffers.Text.Utf8Formatter.TryFormat(tid, text[6..], out int digits);
        "/mem\0"u8.CopyTo(text[(6 + digits)..]);
        return (int)Fcntl.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDWR | Fcntl.O_CLOEXEC);
    }

    /// <summary>Takes a free slot: its index, or -1.</summary>
    public int Take()
    {
        for (int i = 0; i < _used.Length; i++)
        {
            if (_used[i] != ulong.MaxValue)
            {
                int bit = BitOperations.TrailingZeroCount(~_used[i]);
                _used[i] |= 1UL << bit;
                return (i * 64) + bit;
            }
        }

        return -1;
    }

    /// <summary>Takes slots one after another, from the end, for what one does not hold: the first's index, or -1.</summary>
    public int TakeRun(int count)
    {
        for (int start = ShimLayout.SlotCount - count; start >= 0; start--)
        {
            int free = 0;
            while (free < count && !IsUsed(start + free))
            {
                free++;
            }

            if (free == count)
            {
                for (int i = start; i < start + count; i++)
                {
                    _used[i / 64] |= 1UL << (i % 64);
                }

                return start;
            }
        }

        return -1;
    }

    public void Release(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            _used[i / 64] &= ~(1UL << (i % 64));
        }
    }

    private bool IsUsed(int slot) => (_used[slot / 64] & (1UL << (slot % 64))) != 0;
}
