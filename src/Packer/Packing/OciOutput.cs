using System.Text;
using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// A pack as an OCI image layout (OCI image specification, image-layout.md): one layer, a config and a manifest below
/// <c>blobs/sha256</c>, each named by its digest, and <c>index.json</c>, which names the manifest. The image's date is
/// the newest time of its entries, so that equal packs are equal images.
/// </summary>
internal sealed unsafe class OciOutput : IPackOutput
{
    private const int NewFile = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
    private const int BlobMode = 0x1a4; // 0644
    private const uint DirectoryMode = 0x1ed; // 0755

    private static readonly byte[] s_layerName = "blobs/sha256/layer\0"u8.ToArray();

    private readonly ImageSettings _settings;
    private readonly OutputPlace _place;
    private readonly OciLayer _layer;
    private long _newest;

    /// <summary>Begins it.</summary>
    /// <param name="path">Where the layout's directory goes.</param>
    /// <param name="existing">What happens to a directory that is there.</param>
    /// <param name="settings">What the image says of itself.</param>
    /// <exception cref="PtracerException">It cannot be made there.</exception>
    public OciOutput(string path, ExistingOutput existing, ImageSettings settings)
    {
        _settings = settings;
        _place = new OutputPlace(path, OutputKind.Directory, existing);
        try
        {
            MakeDirectory("blobs\0"u8);
            MakeDirectory("blobs/sha256\0"u8);
            _layer = new OciLayer(path, Create(s_layerName));
        }
        catch
        {
            _place.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(PackItem item)
    {
        if (item.Entry.Type != TreeEntryType.Directory || !item.Path.IsRoot)
        {
            _newest = Math.Max(_newest, item.Entry.ModifiedSeconds);
        }

        _layer.Write(item);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        (OciBlob layer, string content) = _layer.Finish();
        Rename(s_layerName, BlobName(layer));
        OciDocuments documents = new(_settings, DateTimeOffset.FromUnixTimeSeconds(_newest));
        OciBlob config = WriteBlob(documents.Config(content));
        OciBlob manifest = WriteBlob(OciDocuments.Manifest(config, layer));
        WriteFile("index.json\0"u8.ToArray(), documents.Index(manifest));
        WriteFile("oci-layout\0"u8.ToArray(), OciDocuments.Layout());
        Check(Stat.fchmod(_place.Descriptor, DirectoryMode));
        _place.Take();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _layer.Dispose();
        _place.Dispose();
    }

    private static byte[] BlobName(OciBlob blob) => Encoding.ASCII.GetBytes($"blobs/sha256/{blob.Hash}\0");

    private OciBlob WriteBlob(byte[] content)
    {
        OciBlob blob = new(Sha256WriteStream.HashOf(content), content.Length);
        WriteFile(BlobName(blob), content);
        return blob;
    }

    private void WriteFile(byte[] name, byte[] content)
    {
        int descriptor = Create(name);
        try
        {
            using DescriptorStream stream = new(_place.Path, descriptor);
            stream.Write(content);
            DiskSync.Wait(_place.Path, descriptor);
        }
        finally
        {
            Unistd.close(descriptor);
        }
    }

    // Names below the layout's own new directory, which no one else writes: no link is on their way.
    private int Create(ReadOnlySpan<byte> name)
    {
        fixed (byte* p = name)
        {
            int descriptor = (int)Check(Fcntl.openat(_place.Descriptor, p, NewFile, BlobMode));
            return descriptor;
        }
    }

    private void MakeDirectory(ReadOnlySpan<byte> name)
    {
        fixed (byte* p = name)
        {
            Check(Stat.mkdirat(_place.Descriptor, p, DirectoryMode));
        }
    }

    private void Rename(byte[] from, byte[] to)
    {
        fixed (byte* f = from)
        fixed (byte* t = to)
        {
            Check(Stdio.renameat(_place.Descriptor, f, _place.Descriptor, t));
        }
    }

    private long Check(long result) => result >= 0 ? result : throw OutputFailure.Of(_place.Path, result);
}
