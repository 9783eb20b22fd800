using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>What was unpacked, and what could not be kept.</summary>
internal sealed record RootfsReport
{
    /// <summary>
    /// Sorted by path: entries of other owners than 0:0, device nodes, and files with capabilities. All others belong to
    /// 0:0, with the mode that they have.
    /// </summary>
    public required IReadOnlyList<OwnerRecord> Owners { get; init; }

    /// <summary>Device nodes that were not made: only root may make them.</summary>
    public required IReadOnlyList<TreePath> SkippedDevices { get; init; }

    /// <summary>Extended attributes that were not kept: not <c>user.*</c>, or the file system has none.</summary>
    public required long DroppedAttributes { get; init; }

    /// <summary>Hard links that became copies, because the file system or the system's policy has none.</summary>
    public required long CopiedLinks { get; init; }

    /// <summary>Members of all layers.</summary>
    public required long Members { get; init; }

    /// <summary>Bytes written into files.</summary>
    public required long SizeBytes { get; init; }
}
