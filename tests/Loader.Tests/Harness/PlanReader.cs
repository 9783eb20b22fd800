using System.Buffers.Binary;
using System.Text;

namespace Ptracer.Loader.Tests;

/// <summary>
/// Reads a plan as the stub does, by the offsets of native/shim/shim.h rather than by the writer's constants.
/// </summary>
internal sealed class PlanReader
{
    private readonly byte[] _bytes;

    public PlanReader(ReadOnlySpan<byte> plan)
    {
        _bytes = plan.ToArray();
        int at = 56;
        for (uint i = 0; i < U32(48); i++, at += 16)
        {
            Overrides.Add((U64(at), U64(at + 8)));
        }

        for (uint i = 0; i < U32(8); i++)
        {
            Images.Add(ReadImage(ref at));
        }

        StringsOffset = at;
    }

    internal readonly record struct Segment(
        ulong Address, ulong Offset, ulong FileSize, ulong MemorySize, ulong Protection);

    internal sealed record Image(
        string Path, ulong Kind, ulong Base, ulong MinimumAddress, ulong Span, ulong Entry, ulong Phdr, ulong Phnum,
        ulong CodeStart, ulong CodeEnd, ulong DataStart, ulong DataEnd, ulong BssEnd, List<Segment> Segments)
    {
        /// <summary>What is added to the file's addresses, for an image with a known place.</summary>
        public ulong Bias => Kind == 1 ? Base - MinimumAddress : 0;
    }

    public uint Magic => U32(0);

    public uint SizeBytes => U32(4);

    public uint Flags => U32(12);

    public bool Dies => (Flags & 4) != 0;

    public string ExecFileName => String(U64(16));

    public string CommandName => Encoding.Latin1.GetString(_bytes, 24, 16).TrimEnd('\0');

    public ulong BrkOffset => U64(40);

    public List<(ulong Type, ulong Value)> Overrides { get; } = [];

    public List<Image> Images { get; } = [];

    public int Length => _bytes.Length;

    /// <summary>End of the last segment, where the strings start.</summary>
    public int StringsOffset { get; }

    private Image ReadImage(ref int at)
    {
        Image image = new(
            String(U64(at)), U64(at + 8), U64(at + 16), U64(at + 24), U64(at + 32), U64(at + 40), U64(at + 48),
            U64(at + 56), U64(at + 64), U64(at + 72), U64(at + 80), U64(at + 88), U64(at + 96), []);
        ulong count = U64(at + 104);
        at += 112;
        for (ulong i = 0; i < count; i++, at += 40)
        {
            image.Segments.Add(new(U64(at), U64(at + 8), U64(at + 16), U64(at + 24), U64(at + 32)));
        }

        return image;
    }

    private string String(ulong offset)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(checked((int)offset));
        return Encoding.Latin1.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private uint U32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(offset));

    private ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(offset));
}
