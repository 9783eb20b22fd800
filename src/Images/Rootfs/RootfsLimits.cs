namespace Ptracer.Images.Rootfs;

/// <summary>What a hard link of an archive becomes.</summary>
internal enum HardLinkUse
{
    /// <summary>A hard link, where the system allows it; a copy elsewhere.</summary>
    Link,

    /// <summary>Always a copy.</summary>
    Copy,
}

/// <summary>How much an archive may unpack to: a few KiB of a hostile one could fill a disk.</summary>
internal sealed record RootfsLimits
{
    /// <summary>Bytes of all files; null: as many as the file system has free.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Members of all layers.</summary>
    public long MaxMembers { get; init; } = 4_000_000;

    /// <summary>What hard links become.</summary>
    public HardLinkUse HardLinks { get; init; }

    /// <summary>Names in a path. Every directory on the way is open while its content is written.</summary>
    public int MaxDepth { get; init; } = 256;
}
