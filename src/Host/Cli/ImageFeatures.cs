using System.Diagnostics.CodeAnalysis;

namespace Ptracer.Host.Cli;

/// <summary>
/// What this image of the program has. Compiled ahead of time a switch is a constant, and what it turns off is left out.
/// </summary>
internal static class ImageFeatures
{
    /// <summary>Whether every verb is in it, or only those that run commands.</summary>
    [FeatureSwitchDefinition("Ptracer.Whole")]
    public static bool IsWhole => !AppContext.TryGetSwitch("Ptracer.Whole", out bool isOn) || isOn;
}
