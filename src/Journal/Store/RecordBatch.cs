using System.Buffers.Binary;

namespace Ptracer.Journal.Store;

/// <summary>Records laid out as a segment has them, to be written with one call.</summary>
internal sealed class RecordBatch
{
    private const int InitialBytes = 16 << 10;
    private const int LongestShort = ushort.MaxValue;
    private const int FieldLengthsBytes = 6;

    // Room for the identifier and the lengths beside a message and its fields.
    private const int MostFieldBytes = SegmentFormat.MostLength - (4 << 20);

    private byte[] _buffer = new byte[InitialBytes];

    /// <summary>How many records.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, SizeBytes);

    /// <summary>How many bytes.</summary>
    public int SizeBytes { get; private set; }

    /// <summary>The sequence number of the first record.</summary>
    public ulong FirstSequence => new RecordView(Bytes[SegmentFormat.PrefixBytes..]).Sequence;

    /// <summary>The time of the first record.</summary>
    public long FirstRealtimeUs => new RecordView(Bytes[SegmentFormat.PrefixBytes..]).RealtimeUs;

    /// <summary>Lays a record out behind the others.</summary>
    /// <param name="record">The record.</param>
    /// <param name="message">Its message, or the part of it that this record gets.</param>
    /// <param name="stamp">Its number and times.</param>
    public void Add(in JournalRecord record, ReadOnlySpan<byte> message, RecordStamp stamp)
    {
        ReadOnlySpan<byte> identifier = record.Identifier[..Math.Min(record.Identifier.Length, LongestShort)];
        int fieldCount = FittingFields(record.Fields, out int fieldBytes);
        int length = SegmentFormat.LeastLength + identifier.Length + message.Length + fieldBytes;
        Span<byte> bytes = Reserve(SegmentFormat.PrefixBytes + length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], stamp.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], stamp.RealtimeUs);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], stamp.MonotonicUs);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[32..], record.Pid);
        bytes[36] = record.Priority;
        bytes[37] = record.Facility;
        bytes[38] = (byte)record.Stream;
        bytes[39] = (byte)record.LineBreak;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[40..], message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[44..], (ushort)identifier.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[46..], (ushort)fieldCount);
        identifier.CopyTo(bytes[48..]);
        message.CopyTo(bytes[(48 + identifier.Length)..]);
        WriteFields(bytes[(48 + identifier.Length + message.Length)..], record.Fields[..fieldCount]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Crc32C.Of(bytes[4..]));
        Count++;
    }

    /// <summary>Where the whole records within the first bytes end, and how many they are.</summary>
    public (int Bytes, int Records) WholeWithin(int sizeBytes)
    {
        int end = 0;
        int records = 0;
        while (end < SizeBytes)
        {
            int next = end + RecordBytes(end);
            if (next > sizeBytes)
            {
                break;
            }

            end = next;
            records++;
        }

        return (end, records);
    }

    /// <summary>Adds index entries for records that lie far enough behind the last indexed one.</summary>
    /// <param name="entries">Gets them.</param>
    /// <param name="base">Where the batch is in the segment.</param>
    /// <param name="indexed">Where the last indexed record is in it; moved.</param>
    public void Index(List<IndexEntry> entries, long @base, ref long indexed)
    {
        for (int offset = 0; offset < SizeBytes; offset += RecordBytes(offset))
        {
            if (@base + offset - indexed >= SegmentFormat.IndexDistanceBytes)
            {
                indexed = @base + offset;
                RecordView view = new(_buffer.AsSpan(offset + SegmentFormat.PrefixBytes));
                entries.Add(new IndexEntry(view.RealtimeUs, (uint)indexed));
            }
        }
    }

    /// <summary>Empties it; a buffer that had to grow far is given back.</summary>
    public void Clear()
    {
        const int KeptBytes = 1 << 20;
        Count = 0;
        SizeBytes = 0;
        if (_buffer.Length > KeptBytes)
        {
            _buffer = new byte[InitialBytes];
        }
    }

    private static int FittingFields(ReadOnlySpan<JournalField> fields, out int sizeBytes)
    {
        sizeBytes = 0;
        for (int index = 0; index < fields.Length; index++)
        {
            JournalField field = fields[index];
            long size = FieldLengthsBytes + (long)field.Name.Length + field.Value.Length;
            if (index == LongestShort || field.Name.Length > LongestShort || sizeBytes + size > MostFieldBytes)
            {
                return index;
            }

            sizeBytes += (int)size;
        }

        return fields.Length;
    }

    private static void WriteFields(Span<byte> bytes, ReadOnlySpan<JournalField> fields)
    {
        foreach (JournalField field in fields)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)field.Name.Length);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[2..], field.Value.Length);
            field.Name.Span.CopyTo(bytes[FieldLengthsBytes..]);
            field.Value.Span.CopyTo(bytes[(FieldLengthsBytes + field.Name.Length)..]);
            bytes = bytes[(FieldLengthsBytes + field.Name.Length + field.Value.Length)..];
        }
    }

    private int RecordBytes(int offset) =>
        SegmentFormat.PrefixBytes + BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(offset + 4));

    private Span<byte> Reserve(int sizeBytes)
    {
        if (SizeBytes + sizeBytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, SizeBytes + sizeBytes));
        }

        Span<byte> bytes = _buffer.AsSpan(SizeBytes, sizeBytes);
        SizeBytes += sizeBytes;
        return bytes;
    }
}

/// <summary>The number and the times of a record.</summary>
/// <param name="Sequence">Its sequence number.</param>
/// <param name="RealtimeUs">Microseconds since 1970.</param>
/// <param name="MonotonicUs">Microseconds of the monotonic clock.</param>
internal readonly record struct RecordStamp(ulong Sequence, long RealtimeUs, long MonotonicUs);
