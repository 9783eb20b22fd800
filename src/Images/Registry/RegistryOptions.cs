namespace Ptracer.Images.Registry;

/// <summary>How a registry is asked.</summary>
internal sealed record RegistryOptions
{
    /// <summary>What the image is for.</summary>
    public ImagePlatform Platform { get; init; } = ImagePlatform.Default;

    /// <summary>Attempts before a failure that may pass is given up; one that brought bytes is not counted.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The wait after the first failure; each further one is twice as long.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that a registry may ask for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);
}
