namespace Ptracer.Units;

/// <summary>A directory of <c>RuntimeDirectory=</c> and its like, below the kind's root.</summary>
/// <param name="Path">A relative path.</param>
/// <param name="Links">Symbolic links to it, relative to the same root.</param>
internal sealed record ServiceDirectory(string Path, IReadOnlyList<string> Links);
