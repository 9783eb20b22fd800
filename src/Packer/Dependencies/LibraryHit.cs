namespace Ptracer.Packer.Dependencies;

/// <summary>How the search for a library ended.</summary>
/// <param name="File">What was found; null: nothing.</param>
/// <param name="Reason">How it was found, <c>by RUNPATH</c>; or what is wrong: <c>not found</c>.</param>
internal readonly record struct LibraryHit(TreeFile? File, string Reason);
