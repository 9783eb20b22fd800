using Ptracer.Host.Cli;
using Ptracer.Host.Daemon.Control;
using Ptracer.Images;
using Ptracer.Images.Rootfs;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>An image of this machine: an OCI layout, an archive of one, or what <c>docker save</c> writes.</summary>
/// <param name="path">Where it is.</param>
/// <param name="reference">Its name there; null: there is only one.</param>
internal sealed class LayoutSource(string path, string? reference) : IRootfsSource
{
    /// <inheritdoc/>
    public Task<ImageDefaults?> Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        using ContainerImage image = LocalImage.Open(path, reference, ImagePlatform.Default);
        return Task.FromResult<ImageDefaults?>(ImageSteps.Unpack(image, into, progress, cancel));
    }
}

/// <summary>An image of a registry; what is downloaded is kept with what was pulled.</summary>
/// <param name="image">Its name.</param>
internal sealed class RegistrySource(ImageReference image) : IRootfsSource
{
    /// <inheritdoc/>
    public Task<ImageDefaults?> Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        ImageStore store = ImageStore.Here(new HostView());
        using ContainerImage found = ImagePuller.Client(store).Pull(image, ImageSteps.Told(progress), cancel);
        return Task.FromResult<ImageDefaults?>(ImageSteps.Unpack(found, into, progress, cancel));
    }
}

/// <summary>What images have in common when a guest is made of one.</summary>
internal static class ImageSteps
{
    /// <summary>Tells a person how far an image is.</summary>
    public static Action<ImageProgress> Told(IProgress<CreationProgress> progress) => step => progress.Report(new CreationProgress(
        $"{(step.Stage == ImageStage.Download ? "downloading" : "unpacking")} layer {step.Layer} of {step.LayerCount}",
        step.DoneBytes,
        step.TotalBytes));

    /// <summary>Unpacks an image, and tells how it is run.</summary>
    public static ImageDefaults Unpack(ContainerImage image, string into, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        ImageUnpacker.Unpack(image, into, new RootfsLimits(), Told(progress), cancel);
        return DefaultsOf(image);
    }

    /// <summary>How an image is run.</summary>
    public static ImageDefaults DefaultsOf(ContainerImage image) => new()
    {
        Name = image.Name,
        Digest = image.Digest?.ToString(),
        Environment = [.. image.Config.Environment],
        Entrypoint = [.. image.Config.Entrypoint],
        Command = [.. image.Config.Command],
        WorkingDirectory = image.Config.WorkingDirectory,
        User = image.Config.User,
    };
}
