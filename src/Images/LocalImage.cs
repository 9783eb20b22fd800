using System.Text;
using Ptracer.Images.Layouts;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Trees;

namespace Ptracer.Images;

/// <summary>What a path of this machine holds.</summary>
internal enum LocalImageKind
{
    /// <summary>An OCI image layout or an archive of <c>docker save</c>: <see cref="LocalImage.Open"/> reads it.</summary>
    Image,

    /// <summary>An archive of a rootfs: <see cref="Rootfs.ArchiveImport"/> unpacks it.</summary>
    RootfsArchive,

    /// <summary>A directory that is no layout: a rootfs.</summary>
    RootfsDirectory,
}

/// <summary>Images of this machine: OCI image layouts, archives of them, and what <c>docker save</c> writes.</summary>
internal static class LocalImage
{
    private const int FirstMembers = 4;
    private const int HexDigits = 64;

    /// <summary>Tells what is there, by a directory's files or an archive's first members.</summary>
    /// <exception cref="PtracerException">It cannot be read, or is no archive.</exception>
    public static LocalImageKind KindOf(string path)
    {
        if (Directory.Exists(path))
        {
            using LayoutFiles files = new(new DirectoryTree(path));
            return IsLayout(files) ? LocalImageKind.Image : LocalImageKind.RootfsDirectory;
        }

        using HostFile file = new(path);
        byte[] magic = new byte[Decompression.MagicBytes];
        CompressionKind kind = Decompression.KindOf(magic.AsSpan(0, file.ReadAt(magic, 0)));
        using FileRangeStream raw = new(file, 0, file.SizeBytes);
        using Stream content = Decompression.Open(raw, kind);
        TarReader reader = new(path, content);
        try
        {
            for (int count = 0; count < FirstMembers && reader.Next() is { } record; count++)
            {
                if (IsOfImage(Encoding.UTF8.GetString(record.Name)))
                {
                    return LocalImageKind.Image;
                }
            }
        }
        catch (InvalidDataException)
        {
            throw ArchiveFailure.Of(path, "the compressed data is damaged", "get it again");
        }

        return LocalImageKind.RootfsArchive;
    }

    /// <summary>Opens an image.</summary>
    /// <param name="path">A directory or an archive.</param>
    /// <param name="reference">Its name there; null: there is only one.</param>
    /// <param name="platform">What is wanted.</param>
    /// <exception cref="PtracerException">It is damaged, or has no such image.</exception>
    public static ContainerImage Open(string path, string? reference, ImagePlatform platform)
    {
        LayoutFiles files = new(Directory.Exists(path) ? new DirectoryTree(path) : TarTree.Read(path));
        try
        {
            return files.Has("oci-layout") && files.Has("index.json") ? OciLayout.Open(files, reference, platform)
                : files.Has("manifest.json") ? DockerArchive.Open(files, reference, platform)
                : throw new PtracerException(
                    $"{path}: neither an OCI image layout nor an archive of docker save; check the path");
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static bool IsLayout(LayoutFiles files) => files.Has("oci-layout") && files.Has("index.json");

    // What layouts and docker save begin with, and no rootfs has.
    private static bool IsOfImage(string name)
    {
        name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        string first = name.Split('/')[0].Replace(".json", "", StringComparison.Ordinal);
        return name is "oci-layout" or "index.json" or "manifest.json" or "repositories"
            || first == "blobs"
            || (first.Length == HexDigits && first.All(char.IsAsciiHexDigitLower));
    }
}
