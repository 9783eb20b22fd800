namespace Ptracer.Units;

/// <summary>A unit file as enabling sees it.</summary>
/// <param name="Name">The name of the unit, that of a template included.</param>
/// <param name="Path">Its file or link, a guest path.</param>
/// <param name="Mode">What kind of file it is.</param>
/// <param name="Target">What a link points to; null for a file.</param>
/// <param name="Install">Its [Install] section, drop-ins included.</param>
internal sealed record InstallInfo(string Name, string Path, InstallMode Mode, string? Target, InstallSection Install)
{
    /// <summary>Whether enabling makes links for this unit itself.</summary>
    public bool HasRules => Install.Alias.Count + Install.WantedBy.Count + Install.RequiredBy.Count > 0;

    /// <summary>The name that wants-links get: of a template with a default instance that instance; null for other templates.</summary>
    public string? LinkName => !UnitName.IsTemplate(Name) ? Name
        : Install.DefaultInstance is { } instance ? UnitName.Instantiate(Name, instance) : null;
}
