namespace Ptracer.Packer.Packing;

/// <summary>What a pack is written as.</summary>
internal enum OutputFormat
{
    /// <summary>What the name's ending says: see <see cref="PackOutputs.FormatOf"/>.</summary>
    ByName,

    /// <summary>A directory that can be run at once.</summary>
    Directory,

    /// <summary>tar(5), ustar with pax records where they are needed.</summary>
    Tar,

    /// <summary>The same, as gzip (RFC 1952).</summary>
    TarGzip,

    /// <summary>The same, as Zstandard (RFC 8878).</summary>
    TarZstd,

    /// <summary>An OCI image layout: a directory that container tools read.</summary>
    Oci,
}

/// <summary>What happens to something that stands where the output goes.</summary>
internal enum ExistingOutput
{
    /// <summary>It stays, and nothing is written.</summary>
    Refuse,

    /// <summary>It is replaced when the output is complete, if it is of the same kind: a file, a directory.</summary>
    Replace,
}
