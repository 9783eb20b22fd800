using Ptracer.Linux;

namespace Ptracer.Engines.Shim;

/// <summary>native/shim/shim.h: where the stub lies in every guest process. A test compiles assertions that both agree.</summary>
[CHeader("shim.h")]
internal static class ShimLayout
{
    [CName("PTRACER_SHIM_BASE")]
    public const ulong Base = 0x7d000000;

    [CName("PTRACER_SHIM_TEXT")]
    public const ulong Text = 0x7d001000;

    [CName("PTRACER_SHIM_TEXT_END")]
    public const ulong TextEnd = 0x7d003000;

    [CName("PTRACER_SHIM_SLOTS")]
    public const ulong Slots = 0x7d010000;

    [CName("PTRACER_SLOT_SIZE")]
    public const int SlotSizeBytes = 0x3000;

    [CName("PTRACER_SLOT_COUNT")]
    public const int SlotCount = 1024;

    /// <summary>Behind the last slot.</summary>
    [CName("(PTRACER_SHIM_SLOTS + PTRACER_SLOT_COUNT * PTRACER_SLOT_SIZE)")]
    public const ulong SlotsEnd = Slots + (SlotCount * SlotSizeBytes);

    /// <summary>Where the load plan is written.</summary>
    [CName("PTRACER_SHIM_PLAN")]
    public const ulong Plan = 0x7dc20000;

    /// <summary>Behind the load plan, the last that belongs to the shim.</summary>
    [CName("PTRACER_SHIM_END")]
    public const ulong End = 0x7dc40000;

    [CName("PTRACER_REDIRECT")]
    public const ulong Redirect = Text;

    [CName("PTRACER_REDIRECT_SYSCALL")]
    public const ulong RedirectSyscall = Text + 0x40;

    /// <summary>In the stub of 32-bit programs: makes a call of i386, where <see cref="Redirect"/> makes one of x86-64.</summary>
    [CName("PTRACER_REDIRECT_I386")]
    public const ulong RedirectI386 = Text + 0x80;

    [CName("PTRACER_REDIRECT_I386_SYSCALL")]
    public const ulong RedirectI386Syscall = Text + 0xc0;

    [CName("PTRACER_REDIRECT_END")]
    public const ulong RedirectEnd = Text + 0x100;

    /// <summary>What the filter says of a stop at a call of i386: PTRACE_GETEVENTMSG tells it.</summary>
    public const uint TraceOfI386 = 1;

    [CName("PTRACER_SLOT_NR")]
    public const int SlotNumber = 0;

    [CName("PTRACER_SLOT_ARG")]
    public const int SlotArguments = 8;

    [CName("PTRACER_SLOT_SAVED")]
    public const int SlotSaved = 56;

    [CName("PTRACER_SLOT_RBX")]
    public const int SlotRbx = 104;

    [CName("PTRACER_SLOT_RETURN")]
    public const int SlotReturn = 112;

    [CName("PTRACER_SLOT_FLAGS")]
    public const int SlotFlags = 120;

    [CName("PTRACER_SLOT_DATA")]
    public const int SlotData = 256;
}
