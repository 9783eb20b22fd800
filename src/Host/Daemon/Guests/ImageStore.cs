using System.Text;
using Ptracer.Host.Cli;
using Ptracer.Images;
using Ptracer.Packer.Storage;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>An image that was pulled and unpacked.</summary>
/// <param name="RootfsPath">The host path of its rootfs.</param>
/// <param name="Defaults">How it is run.</param>
internal sealed record StoredImage(string RootfsPath, ImageDefaults Defaults);

/// <summary>
/// What was pulled, by name. Finding an image needs neither network nor lock:
///
///   images/blobs/sha256/HEX           what was downloaded
///   images/unpacked/sha256-HEX/       an image by its manifest's digest, whole: rootfs, image.json
///   images/unpacked/.new              being made, by who holds images/unpacked/.lock
///   images/index/HOST/NAME/:TAG       the name of a directory of unpacked; @DIGEST in place of :TAG
/// </summary>
/// <param name="home">Where state lives.</param>
internal sealed class ImageStore(PtracerHome home)
{
    /// <summary>What leads the name of an image where a rootfs is named.</summary>
    public const string Scheme = "docker://";

    /// <summary>How an image is run, beside its rootfs.</summary>
    public const string DefaultsFile = "image.json";

    /// <summary>The rootfs of an image.</summary>
    public const string Rootfs = "rootfs";

    private const int LimitBytes = 1024 * 1024;
    private const int LimitNameBytes = 256;

    /// <summary>Its absolute host path.</summary>
    public string Path => home.Path + "/images";

    /// <summary>Where images are unpacked, a directory each.</summary>
    public string UnpackedPath => Path + "/unpacked";

    /// <summary>The images of this user.</summary>
    public static ImageStore Here(IHostView host) => new(PtracerHome.Find(host));

    /// <summary>Finds an image.</summary>
    /// <param name="text">Its name, as the user wrote it.</param>
    /// <exception cref="PtracerException">It is not here, or what is here is damaged.</exception>
    public StoredImage Find(string text)
    {
        ImageReference image = ImageReference.Parse(text);
        using StorageDirectory? index = StorageDirectory.TryOpen(IndexPath(image));
        string name = index?.Read(Selector(image), LimitNameBytes) is { } content ? Encoding.UTF8.GetString(content).Trim() : "";
        using StorageDirectory? all = name.Length == 0 ? null : StorageDirectory.TryOpen(UnpackedPath);
        using StorageDirectory? unpacked = name.Contains('/', StringComparison.Ordinal) ? null : all?.TryOpenChild(name);
        byte[]? defaults = unpacked?.Read(DefaultsFile, LimitBytes);
        return unpacked is null || defaults is null
            ? throw new PtracerException($"{text}: not here; pull it first: ptracer pull {image}")
            : new StoredImage(unpacked.PathOf(Rootfs), ImageDefaults.Parse(defaults, unpacked.PathOf(DefaultsFile)));
    }

    /// <summary>Names what is unpacked.</summary>
    /// <param name="image">The name.</param>
    /// <param name="unpacked">The name of a directory in <see cref="UnpackedPath"/>.</param>
    public void Name(ImageReference image, string unpacked)
    {
        using StorageDirectory index = StorageDirectory.OpenOrMake(IndexPath(image));
        index.Write(Selector(image), Encoding.UTF8.GetBytes(unpacked + "\n"));
    }

    // Safe in a path: a host and each word of a repository lead with a letter or digit, or a bracket.
    private string IndexPath(ImageReference image) => $"{Path}/index/{image.Registry}/{image.Repository}";

    private static string Selector(ImageReference image) => (image.Digest is null ? ":" : "@") + image.Selector;
}
