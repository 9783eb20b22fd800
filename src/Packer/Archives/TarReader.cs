namespace Ptracer.Packer.Archives;

/// <summary>
/// Reads a tar archive in order: ustar, GNU's long names and large numbers, pax headers (tar(5)). An archive that ends
/// before its mark of the end is refused: it was cut off. System.Formats.Tar is not used: its names are text, and it
/// accepts what has to be refused here.
/// </summary>
/// <param name="archive">Its name, for messages.</param>
/// <param name="stream">Its content, decompressed.</param>
internal sealed class TarReader(string archive, Stream stream)
{
    private const int MaxExtensionBytes = 1024 * 1024;

    private readonly byte[] _block = new byte[TarFields.BlockBytes];
    private long _content;
    private long _padding;

    /// <summary>Reads the next member's headers; what is left of the former's content is skipped. Null: the end.</summary>
    /// <exception cref="PtracerException">They are damaged, or the archive is cut off.</exception>
    public TarRecord? Next()
    {
        byte[]? longName = null, longLink = null;
        PaxReader? pax = null;
        while (ReadHeader())
        {
            char type = (char)_block[156];
            switch (type)
            {
                case 'L':
                    longName = TarFields.Text(Extension()).ToArray();
                    break;
                case 'K':
                    longLink = TarFields.Text(Extension()).ToArray();
                    break;
                case 'x':
                    pax ??= new PaxReader();
                    AddRecords(pax);
                    break;
                case 'g':
                    AddRecords(new PaxReader()); // comments: names and sizes of all members make no sense
                    break;
                default:
                    TarRecord record = Record(type);
                    record.Name = longName ?? record.Name;
                    record.LinkName = longLink ?? record.LinkName;
                    SparseMap? map = type == 'S' ? OldSparse() : null;
                    Apply(pax, record);
                    Expect(record.SizeBytes);
                    record.Sparse = map ?? (record.Type == 'S' ? PaxSparse(pax!, record) : null);
                    return record;
            }
        }

        return longName is null && longLink is null && pax is null ? null : throw CutOff();
    }

    /// <summary>Reads on in the content of the member: 0 at its end.</summary>
    public int Read(Span<byte> buffer)
    {
        int count = stream.Read(buffer[..(int)Math.Min(buffer.Length, _content)]);
        if (count == 0 && _content > 0 && !buffer.IsEmpty)
        {
            throw CutOff();
        }

        _content -= count;
        return count;
    }

    /// <summary>Reads what follows the end, so that the sums of a compressed archive are checked.</summary>
    public void Drain()
    {
        byte[] rest = new byte[64 * 1024];
        while (stream.Read(rest) > 0)
        {
        }
    }

    private bool ReadHeader()
    {
        Skip(_content + _padding);
        ReadExactly(_block);
        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            return false;
        }

        if (!TarFields.HasRightSum(_block))
        {
            throw ArchiveFailure.Of(archive, "not a tar archive, or a damaged one (a header's sum is wrong)");
        }

        long size = Number(124, 12);
        Expect(size);
        return true;
    }

    private void Expect(long sizeBytes)
    {
        if (sizeBytes is < 0 or > long.MaxValue / 2)
        {
            throw Damaged("a size that no file has");
        }

        (_content, _padding) = (sizeBytes, -sizeBytes & (TarFields.BlockBytes - 1));
    }

    private TarRecord Record(char type)
    {
        ReadOnlySpan<byte> block = _block;
        byte[] name = TarFields.Text(block[..100]).ToArray();
        ReadOnlySpan<byte> prefix = TarFields.Text(block.Slice(345, 155));
        if (!prefix.IsEmpty && block.Slice(257, 6).SequenceEqual("ustar\0"u8))
        {
            name = [.. prefix, (byte)'/', .. name];
        }

        bool isPlain = type is '\0' or '0' or '7';
        return new TarRecord
        {
            Type = isPlain && name is [.., (byte)'/'] ? '5' : isPlain ? '0' : type,
            Name = name,
            LinkName = TarFields.Text(block.Slice(157, 100)).ToArray(),
            Mode = Number(100, 8),
            Owner = Number(108, 8),
            Group = Number(116, 8),
            SizeBytes = _content,
            ModifiedSeconds = Number(136, 12),
            DeviceMajor = type is '3' or '4' ? (uint)Number(329, 8) : 0,
            DeviceMinor = type is '3' or '4' ? (uint)Number(337, 8) : 0,
        };
    }

    private void Apply(PaxReader? pax, TarRecord record)
    {
        if (pax is null)
        {
            return;
        }

        record.Type = pax.IsSparse ? 'S' : record.Type;
        record.Name = pax.Text("path") ?? record.Name;
        record.LinkName = pax.Text("linkpath") ?? record.LinkName;
        record.Attributes = pax.Attributes;
        bool isRight = pax.TryNumber("size", size => record.SizeBytes = size)
            && pax.TryNumber("uid", id => record.Owner = id)
            && pax.TryNumber("gid", id => record.Group = id);
        if (pax.Text("mtime") is { } time)
        {
            isRight &= TarFields.TryTime(time, out long seconds, out int nanoseconds);
            (record.ModifiedSeconds, record.ModifiedNanoseconds) = (seconds, nanoseconds);
        }

        if (!isRight)
        {
            throw ArchiveFailure.Member(archive, record.Name, "has a damaged pax header");
        }
    }

    private void AddRecords(PaxReader pax)
    {
        if (!pax.TryAdd(Extension()))
        {
            throw Damaged("a damaged pax header");
        }
    }

    // The blocks of the map lie between header and content, and are not counted in its size.
    private SparseMap OldSparse()
    {
        SparseMap map = new();
        bool isRight = TarFields.TryNumber(_block.AsSpan(483, 12), out long size) && map.TryAddBlock(_block.AsSpan(386, 96));
        byte[] more = new byte[TarFields.BlockBytes];
        for (bool goesOn = _block[482] != 0; goesOn && isRight; goesOn = more[504] != 0)
        {
            ReadExactly(more);
            isRight = map.TryAddBlock(more.AsSpan(0, 504));
        }

        return isRight && map.TryEnd(size, _content) ? map : throw Damaged("a damaged map of a sparse file");
    }

    private SparseMap PaxSparse(PaxReader pax, TarRecord record)
    {
        record.Name = pax.Text("GNU.sparse.name") ?? record.Name;
        SparseMap map = new();
        bool isRight = pax.Text("GNU.sparse.major") is [(byte)'1'] ? TryReadMap(map) : map.TryAdd(pax);
        return isRight && SparseMap.TrySize(pax, out long size) && map.TryEnd(size, _content)
            ? map
            : throw ArchiveFailure.Member(archive, record.Name, "has a damaged map of a sparse file");
    }

    // Form 1.0: the content begins with the map, decimal lines, filled up to a block.
    private bool TryReadMap(SparseMap map)
    {
        byte[] block = new byte[TarFields.BlockBytes];
        for (bool? isWhole = false; isWhole == false;)
        {
            if (_content < TarFields.BlockBytes)
            {
                return false;
            }

            ReadExactly(block);
            _content -= TarFields.BlockBytes;
            isWhole = map.AddText(block);
            if (isWhole is null)
            {
                return false;
            }
        }

        return true;
    }

    private byte[] Extension()
    {
        if (_content > MaxExtensionBytes)
        {
            throw Damaged("a header over 1 MiB");
        }

        byte[] content = new byte[_content];
        ReadExactly(content);
        _content = 0;
        return content;
    }

    private long Number(int offset, int length) =>
        TarFields.TryNumber(_block.AsSpan(offset, length), out long number) ? number : throw Damaged("a number that is none");

    private void Skip(long count)
    {
        byte[] block = new byte[Math.Min(count, 64 * 1024)];
        for (; count > 0; count -= block.Length)
        {
            ReadExactly(block.AsSpan(0, (int)Math.Min(count, block.Length)));
        }
    }

    private void ReadExactly(Span<byte> buffer)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw CutOff();
        }
    }

    private PtracerException Damaged(string problem) =>
        ArchiveFailure.Member(archive, TarFields.Text(_block.AsSpan(0, 100)), "has " + problem);

    private PtracerException CutOff() => ArchiveFailure.Of(archive, "ends before its end; it was cut off");
}
