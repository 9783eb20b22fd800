namespace Ptracer.Units;

/// <summary>A change that enabling or disabling makes.</summary>
/// <param name="Path">The symbolic link, a guest path.</param>
/// <param name="Target">What it is to point to; null: it is to be removed.</param>
internal sealed record InstallChange(string Path, string? Target)
{
    /// <summary>Whether a link is removed.</summary>
    public bool IsRemoval => Target is null;
}
