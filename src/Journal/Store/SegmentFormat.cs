// How a journal lies on disk
// ==========================
//
// A guest's journal is a directory. Below it each unit has a directory (UnitDirectoryName), and in it
//
//   lock                      locked (flock) by the unit's one writer; without contents
//   0000000000000001.journal  segments, named by the sequence number of their first record, in hexadecimal: sorted by
//   0000000000000b52.journal    name they are sorted by time. Only the last one is ever written, and only at its end.
//   0000000000000001.index    a segment's sparse index: a help for readers, and made again when it is missing or wrong
//   rotate                    there when somebody asked that the next record starts a segment
//
// A segment: a header, then records without gaps. All numbers are little-endian, ids are 16 bytes in reading order.
//
//   header, 72 bytes
//      0  8  "PTJOURN1"
//      8  4  size of the header, bytes
//     12  4  0
//     16 16  stream id: random, the same in all segments of a unit; the order between records of one microsecond
//     32 16  boot id of the guest's boot in which all its records were written: another boot, another segment
//     48  8  sequence number of the first record
//     56  8  realtime of the first record, microseconds since 1970
//     64  4  0
//     68  4  CRC-32C of the 68 bytes before
//
//   record
//      0  4  CRC-32C of all that follows, the length included
//      4  4  length of what follows, bytes (40 to 16 MiB)
//      8  8  sequence number: grows by one from record to record of a unit; a gap is what was dropped
//     16  8  realtime, microseconds since 1970; never less than the record's before it
//     24  8  monotonic time, microseconds
//     32  4  pid, 0: unknown
//     36  1  priority     37  1  facility     38  1  JournalStream     39  1  LineBreak
//     40  4  length of the message, bytes
//     44  2  length of the identifier, bytes
//     46  2  how many fields
//     48     identifier, message, then for each field: 2 bytes length of its name, 4 bytes length of its value, name, value
//
//   index: an entry of 16 bytes about each 64 KiB
//      0  8  realtime of a record     8  4  its offset in the segment     12  4  CRC-32C of the 12 bytes before
//
// What a crash leaves. Records are appended with one write(2) for many, so kill -9 cuts between or inside records, and a
// power loss cuts, or leaves zeros, behind what fdatasync(2) has secured. The checksum tells where: the writer that
// opens the unit next cuts the file there. A reader that finds no valid record at the end of the last segment takes it
// for one being written, and waits; at the end of another segment it goes on with the next. Where something in the
// middle is damaged (which no crash does) the index gives the next place to go on from, and the writer leaves the file.
//
// Ordered by (realtime, stream id, sequence number) all records of a guest have one order; a cursor is a place in it.
using System.Buffers.Binary;

namespace Ptracer.Journal.Store;

/// <summary>The layout of segments: sizes and names, and how a header is read and written.</summary>
internal static class SegmentFormat
{
    /// <summary>Size of a header, bytes.</summary>
    public const int HeaderBytes = 72;

    /// <summary>Size of what is before a record's length counts, bytes.</summary>
    public const int PrefixBytes = 8;

    /// <summary>The least that a record's length can be, bytes.</summary>
    public const int LeastLength = 40;

    /// <summary>The most, bytes.</summary>
    public const int MostLength = 16 << 20;

    /// <summary>Size of an index entry, bytes.</summary>
    public const int IndexEntryBytes = 16;

    /// <summary>How far apart index entries are, bytes of the segment.</summary>
    public const int IndexDistanceBytes = 64 << 10;

    /// <summary>The ending of segments.</summary>
    public const string SegmentEnding = ".journal";

    /// <summary>The ending of indexes.</summary>
    public const string IndexEnding = ".index";

    /// <summary>The file that a writer locks.</summary>
    public const string LockName = "lock";

    /// <summary>The file that asks for a new segment.</summary>
    public const string RotateName = "rotate";

    private const int NameDigits = 16;
    private const int ChecksumOffset = 68;

    private static ReadOnlySpan<byte> Magic => "PTJOURN1"u8;

    /// <summary>The path of a segment, by its first sequence number.</summary>
    public static string SegmentPath(string directory, ulong first) => $"{directory}/{first:x16}{SegmentEnding}";

    /// <summary>The path of its index.</summary>
    public static string IndexPath(string directory, ulong first) => $"{directory}/{first:x16}{IndexEnding}";

    /// <summary>The first sequence numbers of a directory's segments, ascending; none when there is no directory.</summary>
    public static List<ulong> Segments(string directory)
    {
        List<ulong> segments = [];
        try
        {
            foreach (string path in Directory.EnumerateFiles(directory, "*" + SegmentEnding))
            {
                ReadOnlySpan<char> name = Path.GetFileName(path.AsSpan());
                if (name.Length == NameDigits + SegmentEnding.Length
                    && ulong.TryParse(name[..NameDigits], System.Globalization.NumberStyles.AllowHexSpecifier, null, out ulong first))
                {
                    segments.Add(first);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // A unit that never wrote, or one whose journal was removed: no segments.
            return [];
        }

        segments.Sort();
        return segments;
    }

    /// <summary>Writes a header into 72 bytes.</summary>
    public static void WriteHeader(Span<byte> header, in SegmentHeader values)
    {
        header[..HeaderBytes].Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], HeaderBytes);
        values.Stream.Write(header[16..32]);
        values.Boot.Write(header[32..48]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[48..], values.FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(header[56..], values.FirstRealtimeUs);
        BinaryPrimitives.WriteUInt32LittleEndian(header[ChecksumOffset..], Crc32C.Of(header[..ChecksumOffset]));
    }

    /// <summary>Reads a header; false when it is none.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out SegmentHeader values)
    {
        values = default;
        if (header.Length < HeaderBytes || !header.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumOffset..]) != Crc32C.Of(header[..ChecksumOffset]))
        {
            return false;
        }

        values = new SegmentHeader(
            JournalId.Read(header[16..32]),
            JournalId.Read(header[32..48]),
            BinaryPrimitives.ReadUInt64LittleEndian(header[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(header[56..]));
        return true;
    }
}

/// <summary>What a segment's header says.</summary>
/// <param name="Stream">The unit's stream id.</param>
/// <param name="Boot">The boot of all its records.</param>
/// <param name="FirstSequence">The sequence number of its first record.</param>
/// <param name="FirstRealtimeUs">The time of its first record, microseconds since 1970.</param>
internal readonly record struct SegmentHeader(JournalId Stream, JournalId Boot, ulong FirstSequence, long FirstRealtimeUs);
