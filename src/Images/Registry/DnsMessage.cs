using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Ptracer.Images.Registry;

/// <summary>Messages to and from name servers (RFC 1035, section 4).</summary>
internal static class DnsMessage
{
    private const int HeaderBytes = 12;
    private const int LabelMax = 63;
    private const int NameMax = 253;
    private const byte IsAnswer = 0x80;
    private const byte CutOff = 0x02;
    private const byte ResponseCode = 0x0f;
    private const byte NoSuchName = 3;
    private const byte Pointer = 0xc0;

    /// <summary>A question for the addresses of a name.</summary>
    /// <exception cref="NetworkException">The name is none.</exception>
    public static byte[] Query(ushort id, string name, ushort type)
    {
        List<byte> message = [(byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]; // recursion is desired; one question
        string[] labels = name.TrimEnd('.').Split('.');
        if (name.Length > NameMax || !Ascii.IsValid(name) || labels.Any(static label => label.Length is 0 or > LabelMax))
        {
            throw new NetworkException(NetworkFailure.Lasting, $"{name} is no name of a host; check it");
        }

        foreach (string label in labels)
        {
            message.Add((byte)label.Length);
            message.AddRange(Encoding.ASCII.GetBytes(label));
        }

        message.AddRange([0, (byte)(type >> 8), (byte)type, 0, 1]);
        return [.. message];
    }

    /// <summary>Whether a message answers a question: the same number, and the same question.</summary>
    public static bool IsAnswerTo(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> query) =>
        answer.Length >= query.Length && answer[..2].SequenceEqual(query[..2]) && (answer[2] & IsAnswer) != 0
        && answer[HeaderBytes..query.Length].SequenceEqual(query[HeaderBytes..]);

    /// <summary>Whether the answer must be asked for by TCP.</summary>
    public static bool IsCutOff(ReadOnlySpan<byte> answer) => (answer[2] & CutOff) != 0;

    /// <summary>The addresses in an answer, those of aliases' targets too; null: the server failed.</summary>
    public static List<IPAddress>? Addresses(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> query, ushort type)
    {
        int code = answer[3] & ResponseCode;
        if (code != 0)
        {
            return code == NoSuchName ? [] : null;
        }

        List<IPAddress> found = [];
        int count = BinaryPrimitives.ReadUInt16BigEndian(answer[6..]);
        int at = query.Length;
        for (; count > 0 && TrySkipName(answer, ref at) && at + 10 <= answer.Length; count--)
        {
            ReadOnlySpan<byte> record = answer[at..];
            int length = BinaryPrimitives.ReadUInt16BigEndian(record[8..]);
            if (10 + length > record.Length)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16BigEndian(record) == type && length is 4 or 16)
            {
                found.Add(new IPAddress(record.Slice(10, length)));
            }

            at += 10 + length;
        }

        return found;
    }

    private static bool TrySkipName(ReadOnlySpan<byte> message, ref int at)
    {
        while (at < message.Length)
        {
            byte length = message[at];
            at += length >= Pointer ? 2 : length + 1;
            if (length is 0 or >= Pointer)
            {
                return true;
            }
        }

        return false;
    }
}
