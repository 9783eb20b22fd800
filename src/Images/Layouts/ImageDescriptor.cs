namespace Ptracer.Images.Layouts;

/// <summary>Names a part of an image (OCI image specification, descriptor.md).</summary>
/// <param name="MediaType">What it is; empty: not said.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Platform">What it is for, where an index says so.</param>
/// <param name="Reference">The name that a layout gives it.</param>
internal sealed record ImageDescriptor(
    string MediaType, ImageDigest Digest, long SizeBytes, ImagePlatform? Platform, string? Reference)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="PtracerException">It is damaged.</exception>
    public static ImageDescriptor Parse(string document, JsonView json)
    {
        string text = json.Text("digest") ?? "";
        if (!ImageDigest.TryParse(text, out ImageDigest digest) || json.Size("size") is not { } size)
        {
            throw new PtracerException(
                $"{document}: names a part without a digest (sha256, sha512) and a size; the image is damaged: get it again");
        }

        ImagePlatform? platform = json.Member("platform") is { } told
            ? new ImagePlatform(told.Text("os") ?? "", told.Text("architecture") ?? "", told.Text("variant"))
            : null;
        JsonView? notes = json.Member("annotations");
        string? reference = notes?.Text("org.opencontainers.image.ref.name") ?? notes?.Text("io.containerd.image.name");
        return new ImageDescriptor(json.Text("mediaType") ?? "", digest, size, platform, reference);
    }
}
