namespace Ptracer.Packer.Packing;

/// <summary>Picks the output that is asked for.</summary>
internal static class PackOutputs
{
    private static readonly (string Ending, OutputFormat Format)[] s_endings =
    [
        (".tar", OutputFormat.Tar),
        (".tar.gz", OutputFormat.TarGzip),
        (".tgz", OutputFormat.TarGzip),
        (".tar.zst", OutputFormat.TarZstd),
        (".tzst", OutputFormat.TarZstd),
        (".oci", OutputFormat.Oci),
    ];

    /// <summary>The format that a name's ending stands for; a directory, if for none.</summary>
    public static OutputFormat FormatOf(string path)
    {
        foreach ((string ending, OutputFormat format) in s_endings)
        {
            if (path.TrimEnd('/').EndsWith(ending, StringComparison.Ordinal))
            {
                return format;
            }
        }

        return OutputFormat.Directory;
    }

    /// <summary>Begins an output. From now until it is disposed, signals that would end the process wait.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="format">What it is.</param>
    /// <param name="existing">What happens to something that is there.</param>
    /// <param name="image">What an OCI image says of itself; no other format has a place for it.</param>
    /// <exception cref="PtracerException">It cannot be made there.</exception>
    public static IPackOutput Create(string path, OutputFormat format, ExistingOutput existing, ImageSettings? image = null) =>
        (format == OutputFormat.ByName ? FormatOf(path) : format) switch
        {
            OutputFormat.Tar => new TarOutput(path, TarCompression.None, existing),
            OutputFormat.TarGzip => new TarOutput(path, TarCompression.Gzip, existing),
            OutputFormat.TarZstd => new TarOutput(path, TarCompression.Zstd, existing),
            OutputFormat.Oci => new OciOutput(path, existing, image ?? new ImageSettings()),
            _ => new DirectoryOutput(path, existing),
        };
}
