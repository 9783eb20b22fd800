namespace Ptracer.Units;

/// <summary>
/// The files of a guest, in guest paths: symbolic links mean what they mean in the guest. The library's only way to the
/// outside. None of the calls throws for a file that is missing or cannot be read.
/// </summary>
internal interface IUnitFiles
{
    /// <summary>The bytes of a regular file, links followed; null when there is none or it cannot be read.</summary>
    byte[]? Read(string path);

    /// <summary>The names in a directory, without <c>.</c> and <c>..</c>, in any order; empty when it is none.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>The text of a symbolic link; null when the path is none. Links in its directory are followed.</summary>
    string? ReadLink(string path);

    /// <summary>What is at a path, all links followed.</summary>
    UnitFileKind KindOf(string path);

    /// <summary>Whether its owner may execute a regular file, links followed.</summary>
    bool IsExecutable(string path);
}
