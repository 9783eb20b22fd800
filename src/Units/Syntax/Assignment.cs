namespace Ptracer.Units;

/// <summary>A line <c>KEY=VALUE</c> of a unit file or drop-in.</summary>
/// <param name="Section">The section it stands in.</param>
/// <param name="Key">The key, trimmed.</param>
/// <param name="Value">The value, trimmed; continuation lines are joined, nothing else is decoded.</param>
/// <param name="File">The file, a guest path.</param>
/// <param name="Line">The line it ends on, from 1: where systemd says it is.</param>
internal sealed record Assignment(string Section, string Key, string Value, string File, int Line);
