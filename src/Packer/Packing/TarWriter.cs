using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Writes entries as a tar archive. Equal entries give equal bytes: no process id, no access time, no user names. Names
/// are the bytes they are, without <c>./</c>; nanoseconds and what ustar has no room for go into pax records.
/// System.Formats.Tar is not used: it names pax headers by process id, and its names are text.
/// </summary>
/// <param name="output">As the user named it, for messages.</param>
/// <param name="stream">Where the bytes go.</param>
internal sealed class TarWriter(string output, Stream stream)
{
    private const int BufferBytes = 256 * 1024;
    private const uint PaxMode = 0x1a4; // 0644

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly byte[] _block = new byte[TarHeader.BlockBytes];
    private readonly Dictionary<UInt128, TreePath> _linked = [];

    /// <summary>Writes an entry.</summary>
    /// <exception cref="PtracerException">It cannot be read or written, or is of a kind that is not packed.</exception>
    public void Write(PackItem item)
    {
        SignalHold.ThrowIfSignalled();
        byte[] name = NameOf(item.Path, item.Entry.Type);
        switch (item.Entry.Type)
        {
            case TreeEntryType.Directory:
                WriteHeaders('5', name, [], item.Entry, 0);
                break;
            case TreeEntryType.Link:
                WriteHeaders('2', name, PackItems.LinkText(item), item.Entry, 0);
                break;
            case TreeEntryType.Fifo:
                WriteHeaders('6', name, [], item.Entry, 0);
                break;
            case TreeEntryType.File when item.Entry.Identity != default && !_linked.TryAdd(item.Entry.Identity, item.Path):
                WriteHeaders('1', name, NameOf(_linked[item.Entry.Identity], TreeEntryType.File), item.Entry, 0);
                break;
            case TreeEntryType.File:
                WriteFile(item, name);
                break;
            default:
                throw PackItems.Refused(output, item);
        }
    }

    /// <summary>Writes the mark of the end: two blocks of zeros.</summary>
    public void Finish()
    {
        Array.Clear(_block);
        stream.Write(_block);
        stream.Write(_block);
        stream.Flush();
    }

    private static byte[] NameOf(TreePath path, TreeEntryType type) => type switch
    {
        _ when path.IsRoot => "./"u8.ToArray(),
        TreeEntryType.Directory => [.. path.Bytes[1..], (byte)'/'],
        _ => path.Bytes[1..].ToArray(),
    };

    private void WriteFile(PackItem item, byte[] name)
    {
        using ITreeFile file = item.Open();
        long size = file.SizeBytes;
        WriteHeaders('0', name, [], item.Entry, size);
        for (long done = 0; done < size;)
        {
            SignalHold.ThrowIfSignalled();
            int count = file.ReadAt(_buffer.AsSpan(0, (int)Math.Min(BufferBytes, size - done)), done);
            if (count == 0)
            {
                throw new PtracerException($"{item.Path}: became shorter while it was read; pack it when nothing writes it");
            }

            stream.Write(_buffer, 0, count);
            done += count;
        }

        Fill(size);
    }

    private void WriteHeaders(char type, byte[] name, byte[] link, in TreeEntry entry, long sizeBytes)
    {
        List<byte> records = [];
        if (!TarHeader.Fits(name) && TarHeader.SplitAt(name) < 0)
        {
            PaxRecords.Add(records, "path", name);
        }

        if (!TarHeader.Fits(link))
        {
            PaxRecords.Add(records, "linkpath", link);
        }

        AddNumbers(records, entry, sizeBytes);
        if (records.Count > 0)
        {
            byte[] content = [.. records];
            TreeEntry header = entry with { Permissions = PaxMode, ModifiedNanoseconds = 0 };
            TarHeader.Write(_block, 'x', [.. "PaxHeaders/"u8, .. Last(name)], [], header, content.Length);
            stream.Write(_block);
            stream.Write(content);
            Fill(content.Length);
        }

        TarHeader.Write(_block, type, name, link, entry, sizeBytes);
        stream.Write(_block);
    }

    private static void AddNumbers(List<byte> records, in TreeEntry entry, long sizeBytes)
    {
        if (entry.ModifiedNanoseconds != 0 || entry.ModifiedSeconds is < 0 or > TarHeader.MaxLong)
        {
            PaxRecords.AddTime(records, entry);
        }

        if (sizeBytes > TarHeader.MaxLong)
        {
            PaxRecords.Add(records, "size", sizeBytes);
        }

        if (entry.Owner > TarHeader.MaxId)
        {
            PaxRecords.Add(records, "uid", entry.Owner);
        }

        if (entry.Group > TarHeader.MaxId)
        {
            PaxRecords.Add(records, "gid", entry.Group);
        }
    }

    // The name of a pax header is for those who do not know it: they make a file of it.
    private static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> name)
    {
        const int MostBytes = 80;
        name = name.TrimEnd((byte)'/');
        name = name[(name.LastIndexOf((byte)'/') + 1)..];
        return name[..Math.Min(name.Length, MostBytes)];
    }

    private void Fill(long sizeBytes)
    {
        int rest = (int)(-sizeBytes & (TarHeader.BlockBytes - 1));
        _block.AsSpan(0, rest).Clear();
        stream.Write(_block, 0, rest);
    }
}
