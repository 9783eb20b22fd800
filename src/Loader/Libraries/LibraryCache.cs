using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Ptracer.Loader;

/// <summary>
/// <c>/etc/ld.so.cache</c>, as ldconfig(8) writes it: libraries by name, in the order of preference.
/// <para>
/// Three forms. The old one: <c>ld.so-1.7.0</c>, a count, entries of 12 bytes (flags, name, path), strings. The new one:
/// <c>glibc-ld.so.cache1.1</c>, a header of 48 bytes, entries of 24 bytes (flags, name, path, nothing, hwcap), strings,
/// and where the header says so an extension with the names of the glibc-hwcaps subdirectories. Both: the new one stands
/// where the old one's strings begin. Offsets of strings count from the old strings' start, or from the new header.
/// </para>
/// </summary>
internal sealed class LibraryCache
{
    /// <summary>Larger files are not read; the cache of a desktop has 300 KiB.</summary>
    public const int MaxSizeBytes = 4 * 1024 * 1024;

    private const int MaxEntries = 65536;
    private const int OldHeaderBytes = 16;
    private const int OldEntryBytes = 12;
    private const int NewHeaderBytes = 48;
    private const int NewEntryBytes = 24;
    private const uint ExtensionMagic = 0xeaa42174;
    private const uint HwcapsTag = 1; // cache_extension_tag_glibc_hwcaps
    private const ulong HwcapsBit = 1UL << 62; // DL_CACHE_HWCAP_EXTENSION
    private const ulong TlsBit = 1UL << 63; // libraries in a directory "tls", long since the same

    private readonly Dictionary<byte[], List<Entry>> _entries = new(ByteStringComparer.Instance);
    private readonly List<byte[]> _hwcaps = [];
    private readonly byte[] _file;
    private readonly bool _isBigEndian;

    private LibraryCache(byte[] file, bool isBigEndian)
    {
        _file = file;
        _isBigEndian = isBigEndian;
    }

    private readonly record struct Entry(int Flags, byte[] Path, ulong Hwcap);

    /// <summary>How many names it knows.</summary>
    public int Count => _entries.Count;

    /// <summary>Reads a cache; false: it is none, or damaged, which ld.so takes for no cache.</summary>
    public static bool TryRead(byte[] file, [NotNullWhen(true)] out LibraryCache? cache)
    {
        cache = null;
        if (StartsNew(file, 0))
        {
            return TryReadNew(file, 0, out cache);
        }

        if (!file.AsSpan().StartsWith("ld.so-1.7.0"u8) || file.Length < OldHeaderBytes)
        {
            return false;
        }

        bool isBigEndian = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(12)) > MaxEntries;
        cache = new LibraryCache(file, isBigEndian);
        uint count = cache.Word(12);
        long end = OldHeaderBytes + ((long)count * OldEntryBytes);
        if (count > MaxEntries || end > file.Length)
        {
            return false;
        }

        // The new header is aligned as the ldconfig that wrote it aligns 64-bit numbers: to 8 bytes, or to 4.
        foreach (int alignment in (ReadOnlySpan<int>)[8, 4])
        {
            int start = (int)(end + alignment - 1) & -alignment;
            if (StartsNew(file, start))
            {
                return TryReadNew(file, start, out cache);
            }
        }

        for (int index = 0; index < count; index++)
        {
            int at = OldHeaderBytes + (index * OldEntryBytes);
            cache.Add((int)cache.Word(at), end + cache.Word(at + 4), end + cache.Word(at + 8), 0);
        }

        return true;
    }

    /// <summary>The path of a library.</summary>
    /// <param name="name">Its soname.</param>
    /// <param name="flags">What marks the libraries of the processor.</param>
    /// <param name="hwcaps">The glibc-hwcaps subdirectories that count, best first.</param>
    /// <returns>Null: it is not there.</returns>
    public byte[]? Find(ReadOnlySpan<byte> name, ReadOnlySpan<int> flags, IReadOnlyList<byte[]> hwcaps)
    {
        byte[]? best = null;
        int bestRank = int.MaxValue;
        if (_entries.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out List<Entry>? entries))
        {
            foreach (Entry entry in entries)
            {
                int rank = flags.Contains(entry.Flags) ? Rank(entry.Hwcap, hwcaps) : int.MaxValue;
                if (rank < bestRank)
                {
                    best = entry.Path;
                    bestRank = rank;
                }
            }
        }

        return best;
    }

    // 0 is best; a plain entry comes behind all subdirectories; MaxValue: not for this machine.
    private int Rank(ulong hwcap, IReadOnlyList<byte[]> hwcaps)
    {
        if ((hwcap & HwcapsBit) == 0)
        {
            return (hwcap & ~TlsBit) == 0 ? hwcaps.Count : int.MaxValue;
        }

        uint index = (uint)hwcap;
        for (int rank = 0; index < _hwcaps.Count && rank < hwcaps.Count; rank++)
        {
            if (_hwcaps[(int)index].AsSpan().SequenceEqual(hwcaps[rank]))
            {
                return rank;
            }
        }

        return int.MaxValue;
    }

    private static bool StartsNew(byte[] file, int start) =>
        file.Length - start >= NewHeaderBytes && file.AsSpan(start).StartsWith("glibc-ld.so.cache1.1"u8);

    private static bool TryReadNew(byte[] file, int start, [NotNullWhen(true)] out LibraryCache? cache)
    {
        cache = null;
        uint littleCount = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(start + 20));
        int order = file[start + 28] & 3; // 0: written before the flag was there; 1: unusable; 2: little-endian; 3: big
        if (order == 1)
        {
            return false;
        }

        LibraryCache candidate = new(file, order == 3 || (order == 0 && littleCount > MaxEntries));
        uint count = candidate.Word(start + 20);
        if (count > MaxEntries || start + NewHeaderBytes + ((long)count * NewEntryBytes) > file.Length)
        {
            return false;
        }

        candidate.ReadExtension(candidate.Word(start + 32));
        for (int index = 0; index < count; index++)
        {
            int at = start + NewHeaderBytes + (index * NewEntryBytes);
            candidate.Add(
                (int)candidate.Word(at),
                start + (long)candidate.Word(at + 4),
                start + (long)candidate.Word(at + 8),
                candidate.Long(at + 16));
        }

        cache = candidate;
        return true;
    }

    private void ReadExtension(uint start)
    {
        const int SectionBytes = 16;
        const uint MaxSections = 64;
        const uint MaxHwcaps = 256;
        if (start == 0 || start + 8L > _file.Length || Word((int)start) != ExtensionMagic)
        {
            return;
        }

        uint count = Math.Min(Word((int)start + 4), MaxSections);
        for (int index = 0; index < count; index++)
        {
            long at = start + 8L + (index * SectionBytes);
            if (at + SectionBytes > _file.Length || Word((int)at) != HwcapsTag)
            {
                continue;
            }

            long names = Word((int)at + 8);
            uint size = Math.Min(Word((int)at + 12) / 4, MaxHwcaps);
            for (long name = names; name < names + (4 * size) && name + 4 <= _file.Length; name += 4)
            {
                _hwcaps.Add(Text(Word((int)name)).ToArray());
            }
        }
    }

    private void Add(int flags, long name, long path, ulong hwcap)
    {
        ReadOnlySpan<byte> key = Text(name);
        ReadOnlySpan<byte> value = Text(path);
        if (key.IsEmpty || value.IsEmpty)
        {
            return;
        }

        Entry entry = new(flags, value.ToArray(), hwcap);
        var byName = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (byName.TryGetValue(key, out List<Entry>? entries))
        {
            entries.Add(entry);
        }
        else
        {
            _entries.Add(key.ToArray(), [entry]);
        }
    }

    // Empty for one that is not in the file, or longer than any path.
    private ReadOnlySpan<byte> Text(long start)
    {
        if (start < 0 || start >= _file.Length)
        {
            return default;
        }

        ReadOnlySpan<byte> rest = _file.AsSpan((int)start);
        rest = rest.Length > FileWindow.MaxStringBytes ? rest[..FileWindow.MaxStringBytes] : rest;
        int end = rest.IndexOf((byte)0);
        return end >= 0 ? rest[..end] : default;
    }

    private uint Word(int at) => _isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at))
        : BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at));

    private ulong Long(int at) => _isBigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(_file.AsSpan(at))
        : BinaryPrimitives.ReadUInt64LittleEndian(_file.AsSpan(at));
}
