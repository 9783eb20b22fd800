using System.Buffers.Binary;
using System.Text;

namespace Ptracer.Units;

/// <summary>A time zone of tzfile(5): when its offset from UTC changes. The guest's own database, not this machine's.</summary>
internal sealed class TimeZoneData
{
    /// <summary>Coordinated universal time.</summary>
    public static readonly TimeZoneData Utc = new([], [0], new PosixZone(0, null));

    private const int HeaderSize = 44;

    private readonly long[] _transitions;
    private readonly int[] _offsets; // one more than transitions: the first is before all of them
    private readonly PosixZone? _rule;

    private TimeZoneData(long[] transitions, int[] offsets, PosixZone? rule)
    {
        _transitions = transitions;
        _offsets = offsets;
        _rule = rule;
    }

    /// <summary>Reads a zone of a guest's /usr/share/zoneinfo; null when there is none of that name.</summary>
    public static TimeZoneData? Find(IUnitFiles files, string name) =>
        name.Length == 0 || name.StartsWith('/') || name.Split('/').Any(part => part is "" or "." or "..")
            ? null
            : files.Read($"/usr/share/zoneinfo/{name}") is { } content ? Parse(content) : null;

    /// <summary>Reads a file of tzfile(5); null when it is none.</summary>
    public static TimeZoneData? Parse(ReadOnlySpan<byte> content)
    {
        if (!TryHeader(content, out int[] counts) || content[4] < (byte)'2')
        {
            return null;
        }

        // The first block has 32-bit times; the second, behind it, is the one to use.
        ReadOnlySpan<byte> second = content[Math.Min(content.Length, HeaderSize + BlockSize(counts, 4))..];
        if (!TryHeader(second, out counts) || second.Length < HeaderSize + BlockSize(counts, 8))
        {
            return null;
        }

        int transitionCount = counts[3];
        int typeCount = counts[4];
        ReadOnlySpan<byte> times = second[HeaderSize..];
        ReadOnlySpan<byte> indexes = times[(transitionCount * 8)..];
        ReadOnlySpan<byte> types = indexes[transitionCount..];
        long[] transitions = new long[transitionCount];
        int[] offsets = new int[transitionCount + 1];
        offsets[0] = typeCount > 0 ? BinaryPrimitives.ReadInt32BigEndian(types) : 0;
        for (int index = 0; index < transitionCount; index++)
        {
            if (indexes[index] >= typeCount)
            {
                return null;
            }

            transitions[index] = BinaryPrimitives.ReadInt64BigEndian(times[(index * 8)..]);
            offsets[index + 1] = BinaryPrimitives.ReadInt32BigEndian(types[(indexes[index] * 6)..]);
        }

        string footer = Encoding.ASCII.GetString(second[(HeaderSize + BlockSize(counts, 8))..]).Trim('\n');
        return new TimeZoneData(transitions, offsets, PosixZone.Parse(footer));
    }

    /// <summary>Seconds east of UTC at a time.</summary>
    public int OffsetAt(long unixSeconds)
    {
        if (_transitions.Length == 0 || unixSeconds >= _transitions[^1])
        {
            return _rule?.OffsetAt(unixSeconds) ?? _offsets[^1];
        }

        int index = Array.BinarySearch(_transitions, unixSeconds);
        return _offsets[index >= 0 ? index + 1 : ~index];
    }

    /// <summary>The local time of a time.</summary>
    public BrokenTime ToLocal(long unixSeconds) => BrokenTime.FromUnixSeconds(unixSeconds + OffsetAt(unixSeconds));

    /// <summary>
    /// The time of a local time, as mktime(3) answers when it is not told about daylight saving: of two the first; one
    /// that the clock skips is taken with the offset before the gap.
    /// </summary>
    public long FromLocal(BrokenTime local)
    {
        long naive = local.ToUnixSeconds();
        const int Day = 86400;
        int before = OffsetAt(naive - Day);
        int after = OffsetAt(naive + Day);
        if (OffsetAt(naive - before) == before)
        {
            return naive - before;
        }

        return OffsetAt(naive - after) == after ? naive - after : naive - before;
    }

    private static bool TryHeader(ReadOnlySpan<byte> content, out int[] counts)
    {
        counts = new int[6];
        if (content.Length < HeaderSize || !content.StartsWith("TZif"u8))
        {
            return false;
        }

        for (int index = 0; index < counts.Length; index++)
        {
            counts[index] = BinaryPrimitives.ReadInt32BigEndian(content[(20 + (index * 4))..]);
            if (counts[index] is < 0 or > 65535)
            {
                return false;
            }
        }

        return true;
    }

    // Counts are: UT/local indicators, standard/wall indicators, leap seconds, transitions, types, characters.
    private static int BlockSize(int[] counts, int timeSize) =>
        (counts[3] * (timeSize + 1)) + (counts[4] * 6) + counts[5] + (counts[2] * (timeSize + 4)) + counts[1] + counts[0];
}
