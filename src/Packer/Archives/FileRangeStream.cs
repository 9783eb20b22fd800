using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>A part of a file, read from its start to its end. The file stays the owner's.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="sizeBytes">How long it is.</param>
internal sealed class FileRangeStream(ITreeFile file, long offset, long sizeBytes) : ReadStream
{
    private long _done;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count = file.ReadAt(buffer[..(int)Math.Min(buffer.Length, sizeBytes - _done)], offset + _done);
        _done += count;
        return count;
    }
}
