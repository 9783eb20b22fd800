namespace Ptracer.Loader;

/// <summary>p_flags, elf(5). The bits are in another order than mmap's.</summary>
[Flags]
internal enum SegmentFlags : uint
{
    /// <summary>No access.</summary>
    None = 0,

    /// <summary>PF_X.</summary>
    Execute = 1,

    /// <summary>PF_W.</summary>
    Write = 2,

    /// <summary>PF_R.</summary>
    Read = 4,
}
