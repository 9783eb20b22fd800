using Ptracer.Guest;
using Ptracer.Linux;

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
    public ulong Text => Base + ShimOffsets.Text;

    public ulong TextEnd => Base + ShimOffsets.TextEnd;

    public ulong Slots => Data + ShimOffsets.Slots;

    /// <summary>Behind the last slot.</summary>
    public ulong SlotsEnd => Slots + (ShimLayout.SlotCount * ShimLayout.SlotSizeBytes);

    /// <summary>Where the load plan is written.</summary>
    public ulong Plan => Data + ShimOffsets.Plan;

    /// <summary>Behind the load plan, the last that belongs to the shim.</summary>
    public ulong End => Data + ShimOffsets.End;

    /// <summary>Makes a call of x86-64.</summary>
    public ulong Redirect => Text;

    public ulong RedirectSyscall => Base + ShimOffsets.RedirectSyscall;

    /// <summary>In the stub of 32-bit programs: makes a call of i386.</summary>
    public ulong RedirectI386 => Base + ShimOffsets.RedirectI386;

    public ulong RedirectI386Syscall => Base + ShimOffsets.RedirectI386Syscall;

    public ulong RedirectEnd => Base + ShimOffsets.RedirectEnd;

    /// <summary>Whether code at this address is the shim's own.</summary>
    public bool IsText(ulong address) => address > Text && address < TextEnd;

    /// <summary>Whether it is a redirect stub's.</summary>
    public bool IsRedirect(ulong address) => address >= Redirect && address < RedirectEnd;

    public bool IsSlot(ulong address) => address >= Slots && address < SlotsEnd;
}

/// <summary>The same from the beginning of the text, or of the data, bytes.</summary>
[CHeader("shim.h")]
internal static class ShimOffsets
{
    [CName("(PTRACER_SHIM_TEXT - PTRACER_SHIM_BASE)")]
    public const ulong Text = 0x1000;

    [CName("(PTRACER_SHIM_TEXT_END - PTRACER_SHIM_BASE)")]
    public const ulong TextEnd = 0x3000;

    [CName("(PTRACER_SHIM_SLOTS - PTRACER_SHIM_DATA)")]
    public const ulong Slots = 0x10000;

    [CName("(PTRACER_SHIM_PLAN - PTRACER_SHIM_DATA)")]
    public const ulong Plan = 0xc20000;

    [CName("(PTRACER_SHIM_END - PTRACER_SHIM_DATA)")]
    public const ulong End = 0xc40000;

    [CName("(PTRACER_REDIRECT_SYSCALL - PTRACER_SHIM_BASE)")]
    public const ulong RedirectSyscall = Text + 0x40;

    [CName("(PTRACER_REDIRECT_I386 - PTRACER_SHIM_BASE)")]
    public const ulong RedirectI386 = Text + 0x80;

    [CName("(PTRACER_REDIRECT_I386_SYSCALL - PTRACER_SHIM_BASE)")]
    public const ulong RedirectI386Syscall = Text + 0xc0;

    [CName("(PTRACER_REDIRECT_END - PTRACER_SHIM_BASE)")]
    public const ulong RedirectEnd = Text + 0x100;
}
