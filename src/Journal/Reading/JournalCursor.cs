using System.Globalization;

namespace Ptracer.Journal.Reading;

/// <summary>The place of a record in the one order of all records of a guest.</summary>
/// <param name="RealtimeUs">Its time, microseconds since 1970.</param>
/// <param name="Stream">Its unit's stream id.</param>
/// <param name="Sequence">Its sequence number.</param>
internal readonly record struct JournalKey(long RealtimeUs, JournalId Stream, ulong Sequence) : IComparable<JournalKey>
{
    /// <inheritdoc/>
    public int CompareTo(JournalKey other)
    {
        int order = RealtimeUs.CompareTo(other.RealtimeUs);
        order = order != 0 ? order : Stream.CompareTo(other.Stream);
        return order != 0 ? order : Sequence.CompareTo(other.Sequence);
    }
}

/// <summary>
/// A cursor as text: like journald's, <c>s=stream;i=sequence;b=boot;m=monotonic;t=realtime;x=checksum</c>, numbers in
/// hexadecimal.
/// </summary>
internal static class JournalCursor
{
    /// <summary>The cursor of a record.</summary>
    public static string Format(JournalEntry entry)
    {
        JournalKey key = entry.Key;
        ulong check = (ulong)HashOf(key) ^ (ulong)entry.MonotonicUs;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"s={key.Stream};i={key.Sequence:x};b={entry.Boot};m={entry.MonotonicUs:x};t={key.RealtimeUs:x};x={check:x}");
    }

    /// <summary>Reads a cursor; what it needs is s, i and t.</summary>
    public static bool TryParse(string text, out JournalKey key)
    {
        JournalId? stream = null;
        ulong? sequence = null;
        ulong? time = null;
        key = default;
        foreach (string part in text.Split(';'))
        {
            string value = part.Length > 2 && part[1] == '=' ? part[2..] : "";
            bool isGood = part.FirstOrDefault() switch
            {
                's' => TryId(value, out stream),
                'i' => TryNumber(value, out sequence),
                't' => TryNumber(value, out time),
                'b' or 'm' or 'x' => value.Length > 0,
                _ => false,
            };
            if (!isGood)
            {
                return false;
            }
        }

        if (stream is null || sequence is null || time is null or > long.MaxValue)
        {
            return false;
        }

        key = new JournalKey((long)time.Value, stream.Value, sequence.Value);
        return true;
    }

    private static bool TryId(string text, out JournalId? id)
    {
        bool isGood = JournalId.TryParse(text, out JournalId value);
        id = value;
        return isGood;
    }

    private static bool TryNumber(string text, out ulong? number)
    {
        bool isGood = ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value);
        number = value;
        return isGood;
    }

    // splitmix64: spreads what hardly differs.
    private static long HashOf(JournalKey key)
    {
        ulong mixed = (ulong)key.Stream.Value ^ (key.Sequence * 0x9e3779b97f4a7c15) ^ (ulong)key.RealtimeUs;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return (long)(mixed ^ (mixed >> 31));
    }
}
