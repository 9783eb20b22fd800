namespace Ptracer.Units;

/// <summary>Something that a path unit watches.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Path">An absolute path; a pattern for <see cref="PathWatchKind.ExistsGlob"/>.</param>
internal sealed record PathWatch(PathWatchKind Kind, string Path);
