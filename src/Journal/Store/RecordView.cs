using System.Buffers.Binary;

namespace Ptracer.Journal.Store;

/// <summary>A record as it lies in a segment, from its sequence number on; its checksum and lengths have been checked.</summary>
internal readonly ref struct RecordView
{
    private const int TextOffset = 40;
    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Takes bytes that <see cref="IsConsistent"/> has accepted.</summary>
    public RecordView(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The sequence number.</summary>
    public ulong Sequence => BinaryPrimitives.ReadUInt64LittleEndian(_bytes);

    /// <summary>Microseconds since 1970.</summary>
    public long RealtimeUs => BinaryPrimitives.ReadInt64LittleEndian(_bytes[8..]);

    /// <summary>Microseconds of the monotonic clock.</summary>
    public long MonotonicUs => BinaryPrimitives.ReadInt64LittleEndian(_bytes[16..]);

    /// <summary>Which process; 0: unknown.</summary>
    public int Pid => BinaryPrimitives.ReadInt32LittleEndian(_bytes[24..]);

    /// <summary>0 emerg to 7 debug.</summary>
    public byte Priority => _bytes[28];

    /// <summary>syslog's facility.</summary>
    public byte Facility => _bytes[29];

    /// <summary>The way it came.</summary>
    public JournalStream Stream => (JournalStream)_bytes[30];

    /// <summary>Why the line ended.</summary>
    public LineBreak LineBreak => (LineBreak)_bytes[31];

    /// <summary>The tag.</summary>
    public ReadOnlySpan<byte> Identifier => _bytes.Slice(TextOffset, IdentifierLength);

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Message => _bytes.Slice(TextOffset + IdentifierLength, MessageLength);

    private int MessageLength => BinaryPrimitives.ReadInt32LittleEndian(_bytes[32..]);

    private int IdentifierLength => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[36..]);

    private int FieldCount => BinaryPrimitives.ReadUInt16LittleEndian(_bytes[38..]);

    /// <summary>Whether the lengths inside a record add up to its own.</summary>
    public static bool IsConsistent(ReadOnlySpan<byte> bytes)
    {
        RecordView view = new(bytes);
        long end = TextOffset + (long)view.IdentifierLength + (uint)view.MessageLength;
        for (int field = 0; field < view.FieldCount && end + 6 <= bytes.Length; field++)
        {
            ReadOnlySpan<byte> lengths = bytes[(int)end..];
            end += 6 + (long)BinaryPrimitives.ReadUInt16LittleEndian(lengths) + BinaryPrimitives.ReadUInt32LittleEndian(lengths[2..]);
        }

        return end == bytes.Length;
    }

    /// <summary>Copies the fields.</summary>
    public JournalField[] CopyFields()
    {
        if (FieldCount == 0)
        {
            return [];
        }

        JournalField[] fields = new JournalField[FieldCount];
        ReadOnlySpan<byte> rest = _bytes[(TextOffset + IdentifierLength + MessageLength)..];
        for (int index = 0; index < fields.Length; index++)
        {
            int name = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            int value = BinaryPrimitives.ReadInt32LittleEndian(rest[2..]);
            fields[index] = new JournalField(rest.Slice(6, name).ToArray(), rest.Slice(6 + name, value).ToArray());
            rest = rest[(6 + name + value)..];
        }

        return fields;
    }
}
