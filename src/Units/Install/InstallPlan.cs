namespace Ptracer.Units;

/// <summary>What the caller has to write to enable or disable units.</summary>
/// <param name="Changes">The links, in the order to make or remove them.</param>
/// <param name="Errors">What cannot be done, one clear line each; nothing is to be written then.</param>
/// <param name="Notes">What the user should know, such as units without [Install].</param>
internal sealed record InstallPlan(IReadOnlyList<InstallChange> Changes, IReadOnlyList<string> Errors, IReadOnlyList<string> Notes);
