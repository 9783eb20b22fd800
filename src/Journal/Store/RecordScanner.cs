using System.Buffers.Binary;

namespace Ptracer.Journal.Store;

/// <summary>Reads records of one file at given offsets, through one buffer that holds a part of it.</summary>
internal sealed class RecordScanner(JournalFile file)
{
    private const int WindowBytes = 64 << 10;

    private byte[] _buffer = [];
    private long _start;
    private int _count;
    private int _recordStart;
    private int _recordLength;

    /// <summary>The record found last; valid until the next call.</summary>
    public RecordView Current => new(_buffer.AsSpan(_recordStart, _recordLength));

    /// <summary>Looks for a record at an offset.</summary>
    /// <param name="offset">Where; moved behind the record when there is one.</param>
    /// <returns>False: there is no whole and valid record there (now).</returns>
    public bool TryRead(ref long offset)
    {
        if (!Fill(offset, SegmentFormat.PrefixBytes))
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(_buffer.AsSpan((int)(offset - _start) + 4));
        if (length is < SegmentFormat.LeastLength or > SegmentFormat.MostLength
            || !Fill(offset, SegmentFormat.PrefixBytes + (int)length))
        {
            // What is in the buffer may be half written: the next look reads it again.
            Forget();
            return false;
        }

        int at = (int)(offset - _start);
        ReadOnlySpan<byte> record = _buffer.AsSpan(at, SegmentFormat.PrefixBytes + (int)length);
        if (BinaryPrimitives.ReadUInt32LittleEndian(record) != Crc32C.Of(record[4..])
            || !RecordView.IsConsistent(record[SegmentFormat.PrefixBytes..]))
        {
            Forget();
            return false;
        }

        _recordStart = at + SegmentFormat.PrefixBytes;
        _recordLength = (int)length;
        offset += record.Length;
        return true;
    }

    /// <summary>Drops what is buffered: the file may have changed.</summary>
    public void Forget() => _count = 0;

    private bool Fill(long offset, int sizeBytes)
    {
        if (offset >= _start && offset + sizeBytes <= _start + _count)
        {
            return true;
        }

        int wanted = Math.Max(sizeBytes, WindowBytes);
        if (wanted > WindowBytes)
        {
            // A length is only believed as far as the file goes.
            if (offset + sizeBytes > file.SizeBytes)
            {
                return false;
            }
        }

        if (_buffer.Length < wanted)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(wanted);
        }

        _start = offset;
        _count = file.ReadAt(_buffer, offset);
        return _count >= sizeBytes;
    }
}
