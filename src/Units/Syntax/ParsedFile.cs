namespace Ptracer.Units;

/// <summary>What <see cref="UnitFileParser"/> read.</summary>
/// <param name="File">The file, a guest path.</param>
/// <param name="Assignments">The assignments, in the file's order.</param>
/// <param name="Diagnostics">What is wrong with the syntax.</param>
/// <param name="IsBroken">Reading stopped early, at a section header that is none.</param>
internal sealed record ParsedFile(
    string File, IReadOnlyList<Assignment> Assignments, IReadOnlyList<Diagnostic> Diagnostics, bool IsBroken);
