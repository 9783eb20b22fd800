namespace Ptracer.Units;

/// <summary>A line of a preset file.</summary>
/// <param name="Pattern">A shell pattern for names of units.</param>
/// <param name="IsEnable">Whether units that fit are to be enabled.</param>
/// <param name="Instances">The instances to enable of a template.</param>
internal sealed record PresetRule(string Pattern, bool IsEnable, IReadOnlyList<string> Instances);
