namespace Ptracer.Units;

/// <summary>What kind of file a unit file is.</summary>
internal enum InstallMode
{
    /// <summary>A file in one of the directories.</summary>
    Regular,

    /// <summary>A link to a file elsewhere.</summary>
    Linked,

    /// <summary>A link to another unit in the directories.</summary>
    Alias,

    /// <summary>Empty, or a link to /dev/null.</summary>
    Masked,
}
