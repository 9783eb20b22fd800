using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>What a guest's own rootfs is made from.</summary>
internal interface IRootfsSource
{
    /// <summary>Makes the rootfs.</summary>
    /// <param name="into">The host path of a directory that does not exist yet, in one that does.</param>
    /// <param name="progress">Hears how far it is; it may throw, which ends the making.</param>
    /// <param name="cancel">Ends it; what is half-made is removed by the caller.</param>
    /// <returns>What it says of how it is run; null: it is no image.</returns>
    /// <exception cref="PtracerException">It cannot be read or written.</exception>
    Task<ImageDefaults?> Unpack(string into, IProgress<CreationProgress> progress, CancellationToken cancel);
}

/// <summary>Knows what a source that is named is.</summary>
internal interface IRootfsSources
{
    /// <summary>A source by its name: a directory, an archive, an image. It is looked at before anything is made.</summary>
    /// <param name="from">As the user named it; a path is absolute.</param>
    /// <exception cref="PtracerException">There is none, or it is nothing that a rootfs can be made from.</exception>
    IRootfsSource Open(string from);

    /// <summary>An archive that arrives as a stream; what it is tell its first bytes.</summary>
    IRootfsSource Open(Stream archive);
}
