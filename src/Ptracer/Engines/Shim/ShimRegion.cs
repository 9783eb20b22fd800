using Ptracer.Guest;

namespace Ptracer.Engines.Shim;

/// <summary>Where the stub lies in a guest process, addresses: it differs between interfaces (native/shim/shim.h).</summary>
/// <param name="Base">Where its text begins, and its headers before that.</param>
/// <param name="Data">Where the room for its data begins.</param>
internal readonly record struct ShimRegion(ulong Base, ulong Data)
{
    /// <summary>That of the stub for programs of this interface.</summary>
    public static ShimRegion Of(Abi abi) => abi == Abi.I386
        ? new(ShimLayout.BaseOfI386, ShimLayout.DataOfI386)
        : new(ShimLayout.BaseOfX64, ShimLayout.DataOfX64);

    /// <summary>Calls from [Text, TextEnd) are not trapped.</summary>
    public ulong Text => Base + ShimLayout.TextOffset;

    public ulong TextEnd => Base + ShimLayout.TextEndOffset;

    public ulong Slots => Data + ShimLayout.SlotsOffset;

    /// <summary>Behind the last slot.</summary>
    public ulong SlotsEnd => Slots + (ShimLayout.SlotCount * ShimLayout.SlotSizeBytes);

    /// <summary>Where the load plan is written.</summary>
    public ulong Plan => Data + ShimLayout.PlanOffset;

    /// <summary>Behind the load plan, the last that belongs to the shim.</summary>
    public ulong End => Data + ShimLayout.EndOffset;

    /// <summary>Makes a call of x86-64.</summary>
    public ulong Redirect => Text;

    public ulong RedirectSyscall => Base + ShimLayout.RedirectSyscallOffset;

    /// <summary>In the stub of 32-bit programs: makes a call of i386.</summary>
    public ulong RedirectI386 => Base + ShimLayout.RedirectI386Offset;

    public ulong RedirectI386Syscall => Base + ShimLayout.RedirectI386SyscallOffset;

    public ulong RedirectEnd => Base + ShimLayout.RedirectEndOffset;

    /// <summary>Where the fast path's code begins; only that of 64-bit programs has any.</summary>
    public ulong Fast => Base + ShimLayout.FastOffset;

    /// <summary>What it knows of a site: the address of its syscall instruction, and the number.</summary>
    public ulong FastSite(int index) => Data + ShimLayout.FastSiteOffset + ((ulong)index * ShimLayout.FastSiteSizeBytes);

    public ulong FastFrame(int index) => Data + ShimLayout.FrameOffset + ((ulong)index * ShimLayout.FrameSizeBytes);

    public bool IsFast(ulong address) => address >= Fast && address < Base + ShimLayout.FastEndOffset;

    /// <summary>Whether code at this address is the shim's own.</summary>
    public bool IsText(ulong address) => address > Text && address < TextEnd;

    /// <summary>Whether it is a redirect stub's.</summary>
    public bool IsRedirect(ulong address) => address >= Redirect && address < RedirectEnd;

    public bool IsSlot(ulong address) => address >= Slots && address < SlotsEnd;
}
