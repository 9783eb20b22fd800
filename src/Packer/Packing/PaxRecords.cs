using System.Globalization;
using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// The records of a pax extended header (pax(1), POSIX.1-2017): <c>LENGTH KEY=VALUE\n</c>, the length its own digits
/// included. They hold what a ustar header has no room for.
/// </summary>
internal static class PaxRecords
{
    /// <summary>A record with any value.</summary>
    public static void Add(List<byte> records, string key, ReadOnlySpan<byte> value)
    {
        int rest = key.Length + value.Length + " =\n".Length;
        int length = rest + 1;
        while (length != rest + Digits(length))
        {
            length = rest + Digits(length);
        }

        records.AddRange(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length} {key}=")));
        records.AddRange(value);
        records.Add((byte)'\n');
    }

    /// <summary>A record with a number.</summary>
    public static void Add(List<byte> records, string key, long value) =>
        Add(records, key, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The time of an entry: a decimal fraction; before 1970 it counts down from the second's own value.</summary>
    public static void AddTime(List<byte> records, in TreeEntry entry)
    {
        const long Nanoseconds = 1_000_000_000;
        bool isBefore = entry.ModifiedSeconds < 0 && entry.ModifiedNanoseconds != 0;
        long seconds = isBefore ? entry.ModifiedSeconds + 1 : entry.ModifiedSeconds;
        long fraction = isBefore ? Nanoseconds - entry.ModifiedNanoseconds : entry.ModifiedNanoseconds;
        string sign = isBefore && seconds == 0 ? "-" : "";
        string text = string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}.{fraction:d9}").TrimEnd('0').TrimEnd('.');
        Add(records, "mtime", Encoding.ASCII.GetBytes(text));
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
