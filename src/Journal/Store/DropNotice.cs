using System.Globalization;
using System.Text;
using Ptracer.Linux;

namespace Ptracer.Journal.Store;

/// <summary>The record that tells of records that could not be written.</summary>
internal sealed class DropNotice
{
    private const byte Warning = 4;

    private readonly JournalField[] _fields;
    private readonly byte[] _message;

    /// <summary>Makes it.</summary>
    /// <param name="count">How many were dropped.</param>
    /// <param name="sinceUs">Since when, microseconds since 1970.</param>
    /// <param name="reason">Why.</param>
    public DropNotice(long count, long sinceUs, Errno reason)
    {
        string number = count.ToString(CultureInfo.InvariantCulture);
        DateTimeOffset since = DateTimeOffset.UnixEpoch.AddTicks(sinceUs * TimeSpan.TicksPerMicrosecond);
        string time = since.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        _message = Encoding.ASCII.GetBytes($"{number} records since {time} UTC were dropped: they could not be written ({reason})");
        _fields =
        [
            new("PTRACER_DROPPED"u8.ToArray(), Encoding.ASCII.GetBytes(number)),
            new("PTRACER_DROPPED_SINCE"u8.ToArray(), Encoding.ASCII.GetBytes(sinceUs.ToString(CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>The record.</summary>
    public JournalRecord Record => new()
    {
        Message = _message,
        Identifier = "ptracer-journal"u8,
        Fields = _fields,
        Priority = Warning,
        Stream = JournalStream.Journal,
    };
}
