using Ptracer.Linux;

namespace Ptracer.Packer.Packing;

/// <summary>A file that is written from its start to its end: write(2). Its descriptor stays the owner's.</summary>
/// <param name="output">As the user named it, for messages.</param>
/// <param name="descriptor">Open for writing.</param>
internal sealed unsafe class DescriptorStream(string output, int descriptor) : WriteStream
{
    private bool _isAbandoned;

    /// <summary>Bytes written.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>What still comes is dropped: compressors write their end even when all is given up.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* p = buffer)
        {
            for (int done = 0; done < buffer.Length && !_isAbandoned;)
            {
                long count = Unistd.write(descriptor, p + done, buffer.Length - done);
                done += count >= 0 ? (int)count : throw OutputFailure.Of(output, count);
            }
        }

        SizeBytes += buffer.Length;
    }
}
