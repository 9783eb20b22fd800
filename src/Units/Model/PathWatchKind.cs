namespace Ptracer.Units;

/// <summary>What a path unit waits for; in the order of the keys in <see cref="PathUnit"/>.</summary>
internal enum PathWatchKind
{
    /// <summary>The path exists.</summary>
    Exists,

    /// <summary>A path of the pattern exists.</summary>
    ExistsGlob,

    /// <summary>The file was closed after writing, or its name changed.</summary>
    Changed,

    /// <summary>The file was written to.</summary>
    Modified,

    /// <summary>The directory has a file in it.</summary>
    DirectoryNotEmpty,
}
