namespace Ptracer.Units;

/// <summary>A dependency of one unit on another.</summary>
/// <param name="Kind">Its kind, seen from the unit that has it.</param>
/// <param name="Unit">The name of the other unit.</param>
/// <param name="Origin">Why it is there.</param>
internal readonly record struct Dependency(DependencyKind Kind, string Unit, DependencyOrigin Origin);
