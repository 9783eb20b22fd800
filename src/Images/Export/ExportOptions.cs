using Ptracer.Images.Rootfs;

namespace Ptracer.Images.Export;

/// <summary>Whom the entries of an export belong to.</summary>
internal enum ExportOwners
{
    /// <summary>Root: whoever unpacked the rootfs as an ordinary user owns all of it, which says nothing.</summary>
    Root,

    /// <summary>Whom they belong to on this machine.</summary>
    Stored,
}

/// <summary>What an export is.</summary>
internal sealed record ExportOptions
{
    /// <summary>Whom entries belong to that <see cref="Records"/> does not have.</summary>
    public ExportOwners Owners { get; init; }

    /// <summary>Owners and modes by path, as unpacking gave them or an ownership store has them.</summary>
    public IReadOnlyList<OwnerRecord> Records { get; init; } = [];

    /// <summary>How an image is run; only an OCI layout has a place for it.</summary>
    public ImageConfig Config { get; init; } = new();

    /// <summary>The image's name in the layout.</summary>
    public string Reference { get; init; } = "latest";
}
