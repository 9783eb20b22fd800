using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Ptracer.Journal.Output;

/// <summary>
/// Times in a zone, as strftime(3) prints them. The rules are the runtime's; the zone's short names (CET, CEST), which
/// the runtime does not have, come from its file (tzfile(5)).
/// </summary>
internal sealed class LocalClock
{
    private const int HeaderBytes = 44;
    private const int TypeBytes = 6;

    private readonly TimeZoneInfo _zone;
    private readonly List<(int OffsetSeconds, bool IsDst, string Name)> _names = [];

    private LocalClock(TimeZoneInfo zone) => _zone = zone;

    /// <summary>Coordinated universal time.</summary>
    public static LocalClock Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>The zone of this process: TZ, or /etc/localtime.</summary>
    public static LocalClock Local()
    {
        string? zone = Environment.GetEnvironmentVariable("TZ")?.TrimStart(':');
        string path = string.IsNullOrEmpty(zone) ? "/etc/localtime" : Path.Combine("/usr/share/zoneinfo", zone);
        return zone is "UTC" or "UTC0" || !File.Exists(path) ? Of(TimeZoneInfo.Local, null) : Of(TimeZoneInfo.Local, path);
    }

    /// <summary>A zone with the names of its file.</summary>
    public static LocalClock Of(TimeZoneInfo zone, string? path)
    {
        LocalClock clock = new(zone);
        if (path is not null)
        {
            clock.ReadNames(File.ReadAllBytes(path));
        }

        return clock;
    }

    /// <summary>The time on the clock.</summary>
    public DateTimeOffset At(long realtimeUs) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddTicks(realtimeUs * TimeSpan.TicksPerMicrosecond), _zone);

    /// <summary>A time of the clock.</summary>
    public DateTimeOffset Of(DateTime local)
    {
        DateTime time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(time, _zone.GetUtcOffset(time));
    }

    /// <summary>Whether a text is one of the zone's short names.</summary>
    public bool HasName(string name) => _names.Any(known => known.Name == name);

    /// <summary>The zone's short name at a time, or +0130 where it has none.</summary>
    public string Name(DateTimeOffset time)
    {
        bool isDst = _zone.IsDaylightSavingTime(time);
        foreach ((int offset, bool dst, string name) in _names)
        {
            if (offset == (int)time.Offset.TotalSeconds && dst == isDst)
            {
                return name;
            }
        }

        return time.Offset == TimeSpan.Zero ? "UTC" : Offset(time);
    }

    /// <summary>The distance from UTC, as %z.</summary>
    public static string Offset(DateTimeOffset time) =>
        time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    // The types of the last block (64-bit in all files of this century), latest used first.
    private void ReadNames(ReadOnlySpan<byte> file)
    {
        for (int block = 0; block < 2 && file.Length >= HeaderBytes && file.StartsWith("TZif"u8); block++)
        {
            int timeBytes = block == 0 ? 4 : 8;
            int utCount = Count(file, 20);
            int standardCount = Count(file, 24);
            int leapCount = Count(file, 28);
            int times = Count(file, 32);
            int types = Count(file, 36);
            int letters = Count(file, 40);
            long size = HeaderBytes + ((long)times * (timeBytes + 1)) + ((long)types * TypeBytes) + letters
                + ((long)leapCount * (timeBytes + 4)) + standardCount + utCount;
            if (size > file.Length)
            {
                return;
            }

            _names.Clear();
            ReadOnlySpan<byte> used = file.Slice(HeaderBytes + (times * timeBytes), times);
            ReadTypes(used, file.Slice(HeaderBytes + (times * (timeBytes + 1)), (types * TypeBytes) + letters), types);
            file = file[(int)size..];
        }
    }

    private void ReadTypes(ReadOnlySpan<byte> used, ReadOnlySpan<byte> types, int count)
    {
        List<int> order = [];
        for (int index = used.Length - 1; index >= 0 && order.Count < count; index--)
        {
            if (used[index] < count && !order.Contains(used[index]))
            {
                order.Add(used[index]);
            }
        }

        foreach (int type in order.Count > 0 ? order : [.. Enumerable.Range(0, count)])
        {
            ReadOnlySpan<byte> row = types[(type * TypeBytes)..];
            ReadOnlySpan<byte> name = types[Math.Min(types.Length, (count * TypeBytes) + row[5])..];
            int end = name.IndexOf((byte)0);
            _names.Add((
                BinaryPrimitives.ReadInt32BigEndian(row), row[4] != 0, Encoding.ASCII.GetString(end < 0 ? name : name[..end])));
        }
    }

    private static int Count(ReadOnlySpan<byte> file, int offset) =>
        (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file[offset..]), 1u << 20);
}
