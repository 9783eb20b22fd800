using System.Buffers.Binary;

namespace Ptracer.Journal.Store;

/// <summary>An entry of a sparse index.</summary>
/// <param name="RealtimeUs">The time of a record, microseconds since 1970.</param>
/// <param name="Offset">Where it is in its segment, bytes.</param>
internal readonly record struct IndexEntry(long RealtimeUs, uint Offset);

/// <summary>The sparse index of a segment.</summary>
internal static class SegmentIndex
{
    // More than any segment has: a damaged file is not read whole.
    private const int MostEntries = 1 << 16;

    /// <summary>Writes an entry into 16 bytes.</summary>
    public static void Write(Span<byte> bytes, IndexEntry entry)
    {
        BinaryPrimitives.WriteInt64LittleEndian(bytes, entry.RealtimeUs);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[8..], entry.Offset);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Crc32C.Of(bytes[..12]));
    }

    /// <summary>The entries of an index file, up to the first that is damaged or not in order; none without the file.</summary>
    public static List<IndexEntry> Read(string path)
    {
        List<IndexEntry> entries = [];
        using JournalFile? file = JournalFile.OpenToRead(path, out _);
        if (file is null)
        {
            return entries;
        }

        byte[] bytes = new byte[Math.Min(file.SizeBytes, MostEntries * SegmentFormat.IndexEntryBytes)];
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, file.ReadAt(bytes, 0));
        for (; rest.Length >= SegmentFormat.IndexEntryBytes; rest = rest[SegmentFormat.IndexEntryBytes..])
        {
            IndexEntry entry = new(
                BinaryPrimitives.ReadInt64LittleEndian(rest), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            if (BinaryPrimitives.ReadUInt32LittleEndian(rest[12..]) != Crc32C.Of(rest[..12])
                || entry.Offset < SegmentFormat.HeaderBytes
                || (entries.Count > 0 && (entries[^1].Offset >= entry.Offset || entries[^1].RealtimeUs > entry.RealtimeUs)))
            {
                break;
            }

            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>The last entry before a time, or the start of the records.</summary>
    public static uint OffsetBefore(List<IndexEntry> entries, long realtimeUs)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (entries[middle].RealtimeUs < realtimeUs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? SegmentFormat.HeaderBytes : entries[low - 1].Offset;
    }
}
