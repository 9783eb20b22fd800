using Ptracer.Packer.Archives;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Layouts;

/// <summary>
/// The files of an image on this machine: a directory, or an archive of one. Links in it lead to its own files only
/// (<c>docker save</c> has some in place of layers that it has twice).
/// </summary>
/// <param name="tree">The files; disposed with this.</param>
internal sealed class LayoutFiles(ITree tree) : IDisposable
{
    private readonly TreeResolver _resolver = new(tree);

    /// <summary>As the user named it.</summary>
    public string Name => tree.Name;

    /// <summary>Whether a file is there.</summary>
    public bool Has(string path) => Find(path) is not null;

    /// <summary>Reads a document.</summary>
    /// <exception cref="PtracerException">It is not there, or too large.</exception>
    public byte[] ReadDocument(string path)
    {
        using ITreeFile file = Open(path);
        if (file.SizeBytes > ManifestResolver.MaxDocumentBytes)
        {
            throw new PtracerException($"{Name}: {path}: larger than 4 MiB, which no document of an image is; get another image");
        }

        byte[] content = new byte[file.SizeBytes];
        for (int done = 0, count = 1; done < content.Length && count > 0; done += count)
        {
            count = file.ReadAt(content.AsSpan(done), done);
        }

        return content;
    }

    /// <summary>A file as a layer.</summary>
    public ImageLayer Layer(string path, ImageDigest? digest)
    {
        using ITreeFile file = Open(path);
        string name = digest is null ? $"{Name}: {path}" : $"{Name}: layer {digest}";
        return new ImageLayer(name, digest, file.SizeBytes, () => new OwnedRangeStream(Open(path)));
    }

    /// <inheritdoc/>
    public void Dispose() => tree.Dispose();

    private TreePath? Find(string path)
    {
        TreeLookup found = _resolver.Find(HostText.Bytes("/" + path));
        return found.Status == TreeLookupStatus.Found && found.Entry.Type == TreeEntryType.File ? found.Path : null;
    }

    private ITreeFile Open(string path) => Find(path) is { } found
        ? tree.Open(found)
        : throw new PtracerException($"{Name}: {path}: not there; the image is not complete: get it again");

    private sealed class OwnedRangeStream(ITreeFile file) : ReadStream
    {
        private readonly FileRangeStream _range = new(file, 0, file.SizeBytes);

        public override int Read(Span<byte> buffer) => _range.Read(buffer);

        protected override void Dispose(bool disposing)
        {
            _range.Dispose();
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
