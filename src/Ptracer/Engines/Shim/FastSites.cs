using System.Buffers.Binary;

namespace Ptracer.Engines.Shim;

/// <summary>
/// The call sites of one address space, as far as it matters whether they are led to the fast path (native/shim/shim.h
/// says how). A site is patched when it has stopped twice: most of a short program's stop once.
/// </summary>
internal sealed class FastSites
{
    /// <summary>From the byte before a site to the byte behind it.</summary>
    public const int WindowSizeBytes = 1 + MoveSizeBytes + SyscallSizeBytes + 1;

    /// <summary>mov $number, %eax: its opcode and four bytes.</summary>
    public const int MoveSizeBytes = 5;

    private const int SyscallSizeBytes = 2;
    private const int RecentCount = 16;
    private const ulong Settled = 1; // an address of code, with its lowest bits shifted out

    private readonly ulong[] _recent = new ulong[RecentCount];
    private bool _isScanned;

    /// <summary>The instruction.</summary>
    public static ReadOnlySpan<byte> Syscall => [0x0f, 0x05];

    /// <summary>How many are patched.</summary>
    public int Count { get; private set; }

    public bool HasRoom => Count < ShimLayout.FastSiteCount;

    /// <summary>A fork's child has what its maker has patched.</summary>
    public FastSites Copy() => new() { Count = Count, _isScanned = _isScanned };

    /// <summary>Whether all sites shall be looked for now: once.</summary>
    public bool BeginScan()
    {
        bool isFirst = !_isScanned;
        _isScanned = true;
        return isFirst;
    }

    /// <summary>Whether a syscall instruction has just stopped for the second time, and may be patched.</summary>
    public bool IsDue(ulong instruction)
    {
        ref ulong recent = ref _recent[(instruction >> 1) % RecentCount];
        bool isKnown = recent >> 1 == instruction;
        bool isDue = isKnown && (recent & Settled) == 0;
        recent = (instruction << 1) | (isKnown ? Settled : 0);
        return isDue;
    }

    /// <summary>Whether it is a site at all, and not yet led to the fast path.</summary>
    /// <param name="window">The bytes around it.</param>
    /// <param name="number">The call's.</param>
    public static bool IsSite(ReadOnlySpan<byte> window, int number)
    {
        const byte Rex = 0x40; // to 0x4f: then it is another register
        const byte OperandSize = 0x66, AddressSize = 0x67, MoveToEax = 0xb8;
        ReadOnlySpan<byte> site = window[1..];
        bool hasPrefix = (window[0] & 0xf0) == Rex || window[0] is OperandSize or AddressSize;
        return !hasPrefix && site[0] == MoveToEax && BinaryPrimitives.ReadInt32LittleEndian(site[1..]) == number &&
            site[MoveSizeBytes..].StartsWith(Syscall);
    }

    /// <summary>Makes of a site's window what leads to the fast path; what is to be written begins at its second byte.</summary>
    public void Patch(Span<byte> window)
    {
        Span<byte> site = window[1..];
        ReadOnlySpan<byte> jump = [0xff, 0x24, 0x25]; // jmp *disp32; its upper half are the bytes of syscall
        jump.CopyTo(site);
        BinaryPrimitives.WriteUInt32LittleEndian(site[jump.Length..], (uint)ShimLayout.FastTable + (uint)(Count * sizeof(ulong)));
    }

    /// <summary>The site that was patched last is in use.</summary>
    public void Add() => Count++;
}
