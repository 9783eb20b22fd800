using Ptracer.Linux;

namespace Ptracer.Engines.Shim;

/// <summary>native/shim/shim.h: what the tracer and the stub agree on. A test compiles assertions that both agree.</summary>
[CHeader("shim.h")]
internal static class ShimLayout
{
    [CName("PTRACER_SHIM_BASE_X64")]
    public const ulong BaseOfX64 = 0x7d000000;

    [CName("PTRACER_SHIM_DATA_X64")]
    public const ulong DataOfX64 = 0x7d000000;

    [CName("PTRACER_SHIM_BASE_I386")]
    public const ulong BaseOfI386 = 0x00100000;

    [CName("PTRACER_SHIM_DATA_I386")]
    public const ulong DataOfI386 = 0x04000000;

    /// <summary>From the beginning of the text, or of the data, bytes; <see cref="ShimRegion"/> makes addresses of these.</summary>
    [CName("(PTRACER_SHIM_TEXT - PTRACER_SHIM_BASE)")]
    public const ulong TextOffset = 0x1000;

    [CName("(PTRACER_SHIM_TEXT_END - PTRACER_SHIM_BASE)")]
    public const ulong TextEndOffset = 0x4000;

    [CName("(PTRACER_SHIM_SLOTS - PTRACER_SHIM_DATA)")]
    public const ulong SlotsOffset = 0x10000;

    [CName("(PTRACER_SHIM_PLAN - PTRACER_SHIM_DATA)")]
    public const ulong PlanOffset = 0xc20000;

    [CName("(PTRACER_SHIM_END - PTRACER_SHIM_DATA)")]
    public const ulong EndOffset = 0xc40000;

    [CName("(PTRACER_REDIRECT_SYSCALL - PTRACER_SHIM_BASE)")]
    public const ulong RedirectSyscallOffset = TextOffset + 0x40;

    [CName("(PTRACER_REDIRECT_I386 - PTRACER_SHIM_BASE)")]
    public const ulong RedirectI386Offset = TextOffset + 0x80;

    [CName("(PTRACER_REDIRECT_I386_SYSCALL - PTRACER_SHIM_BASE)")]
    public const ulong RedirectI386SyscallOffset = TextOffset + 0xc0;

    [CName("(PTRACER_REDIRECT_END - PTRACER_SHIM_BASE)")]
    public const ulong RedirectEndOffset = TextOffset + 0x100;

    [CName("PTRACER_FAST_TABLE")]
    public const ulong FastTable = 0x050f0000;

    /// <summary>Where a load plan says where the fast path's settings are.</summary>
    [CName("offsetof(struct ptracer_plan, fast_offset)")]
    public const int PlanFast = 52;

    [CName("PTRACER_FAST_SITES")]
    public const int FastSiteCount = 128;

    [CName("PTRACER_FAST_SITE_SIZE")]
    public const int FastSiteSizeBytes = 16;

    [CName("(PTRACER_FAST - PTRACER_SHIM_BASE)")]
    public const ulong FastOffset = TextOffset + 0x100;

    [CName("(PTRACER_FAST_END - PTRACER_SHIM_BASE)")]
    public const ulong FastEndOffset = TextOffset + 0x2000;

    [CName("(PTRACER_FAST_OPEN - PTRACER_FAST)")]
    public const ulong FastOpen = 0x10;

    [CName("(PTRACER_FAST_LOAD - PTRACER_FAST)")]
    public const ulong FastLoad = 0x1a;

    [CName("(PTRACER_FAST_BAD - PTRACER_FAST)")]
    public const ulong FastBad = 0x38;

    [CName("(PTRACER_FAST_STOPPED - PTRACER_FAST)")]
    public const ulong FastStopped = 0x54;

    [CName("(PTRACER_FAST_ENTRIES - PTRACER_FAST)")]
    public const ulong FastEntries = 0x60;

    [CName("(PTRACER_FAST_ENTERED - PTRACER_FAST)")]
    public const ulong FastEntered = 0x564;

    [CName("(PTRACER_FAST_BUSY - PTRACER_FAST)")]
    public const ulong FastBusy = 0x600;

    [CName("(PTRACER_FAST_TAKEN - PTRACER_FAST)")]
    public const ulong FastTaken = 0x618;

    [CName("(PTRACER_FAST_INSIDE - PTRACER_FAST)")]
    public const ulong FastInside = 0x65a;

    [CName("(PTRACER_FAST_LEAVING - PTRACER_FAST)")]
    public const ulong FastLeaving = 0x671;

    [CName("(PTRACER_FAST_EXITS - PTRACER_FAST)")]
    public const ulong FastExits = 0x6d4;

    [CName("PTRACER_FAST_EXIT_SIZE")]
    public const ulong FastExitSizeBytes = 18;

    [CName("PTRACER_FAST_EXIT_LEFT")]
    public const ulong FastExitLeft = 16;

    [CName("(PTRACER_FAST_CALLS - PTRACER_FAST)")]
    public const ulong FastCalls = 0x780;

    [CName("PTRACER_FAST_ENTRY_SIZE")]
    public const ulong FastEntrySizeBytes = 10;

    [CName("PTRACER_FAST_SIGNAL")]
    public const int FastSignal = 5;

    [CName("offsetof(struct ptracer_fast, flags)")]
    public const int FastFlags = 4;

    [CName("PTRACER_FAST_SHARED")]
    public const uint FastShared = 16;

    [CName("(PTRACER_FAST_SITE - PTRACER_SHIM_DATA)")]
    public const ulong FastSiteOffset = 0x5000;

    [CName("(PTRACER_FAST_FRAMES - PTRACER_SHIM_DATA)")]
    public const ulong FrameOffset = 0x6000;

    [CName("PTRACER_FRAME_SIZE")]
    public const ulong FrameSizeBytes = 0x1400;

    [CName("PTRACER_FRAME_COUNT")]
    public const int FrameCount = 8;

    [CName("PTRACER_FRAME_STOP")]
    public const int FrameStop = 8;

    [CName("PTRACER_FRAME_INDEX")]
    public const int FrameIndex = 16;

    [CName("PTRACER_FRAME_ARG")]
    public const int FrameArguments = 24;

    [CName("PTRACER_FRAME_KEPT")]
    public const int FrameKept = 72;

    [CName("PTRACER_FRAME_FLAGS")]
    public const int FrameFlags = 128;

    [CName("PTRACER_FRAME_RESULT")]
    public const int FrameResult = 136;

    [CName("PTRACER_FRAME_TARGET")]
    public const int FrameTarget = 144;

    [CName("PTRACER_SLOT_SIZE")]
    public const int SlotSizeBytes = 0x3000;

    [CName("PTRACER_SLOT_COUNT")]
    public const int SlotCount = 1024;

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
