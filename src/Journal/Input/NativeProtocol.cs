using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ptracer.Journal.Input;

/// <summary>
/// Reads datagrams (or the memfd sent in their place) of journald's native protocol,
/// https://systemd.io/JOURNAL_NATIVE_PROTOCOL: <c>KEY=value</c> lines, or <c>KEY</c>, a newline, the value's length in 64
/// bits little-endian, the value and a newline. An empty line ends a record; more may follow.
/// </summary>
internal static class NativeProtocol
{
    private const int LongestName = 64;
    private const int MostFields = 1024;
    private const int LengthBytes = sizeof(ulong);

    /// <summary>Makes records of a datagram and hands them to the sink. What is malformed ends the record before it.</summary>
    /// <param name="datagram">Its bytes.</param>
    /// <param name="pid">The sender by SCM_CREDENTIALS; 0: unknown.</param>
    /// <param name="sink">Takes the records.</param>
    public static void Parse(ReadOnlySpan<byte> datagram, int pid, IJournalSink sink)
    {
        Fields fields = new(pid);
        while (!datagram.IsEmpty)
        {
            int end = datagram.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? datagram : datagram[..end];
            ReadOnlySpan<byte> rest = end < 0 ? default : datagram[(end + 1)..];
            int equals = line.IndexOf((byte)'=');
            if (line.IsEmpty)
            {
                fields.Emit(sink);
                fields = new Fields(pid);
            }
            else if (line[0] is not ((byte)'.' or (byte)'#'))
            {
                if (equals >= 0)
                {
                    fields.Add(line[..equals], line[(equals + 1)..]);
                }
                else if (!TryTakeValue(ref rest, out ReadOnlySpan<byte> value))
                {
                    break;
                }
                else
                {
                    fields.Add(line, value);
                }
            }

            datagram = rest;
        }

        fields.Emit(sink);
    }

    private static bool TryTakeValue(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (rest.Length < LengthBytes + 1)
        {
            return false;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        if (length > (ulong)(rest.Length - LengthBytes - 1) || rest[LengthBytes + (int)length] != '\n')
        {
            return false;
        }

        value = rest.Slice(LengthBytes, (int)length);
        rest = rest[(LengthBytes + (int)length + 1)..];
        return true;
    }

    // A client's name: upper-case letters, digits and underscores, not with an underscore first (those are the journal's).
    private static bool IsClientName(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestName || name[0] == '_' || char.IsAsciiDigit((char)name[0]))
        {
            return false;
        }

        foreach (byte letter in name)
        {
            if (!char.IsAsciiLetterUpper((char)letter) && !char.IsAsciiDigit((char)letter) && letter != '_')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The fields of a record being read.</summary>
    private sealed class Fields(int pid)
    {
        private readonly List<JournalField> _others = [];
        private byte[]? _message;
        private byte[]? _identifier;
        private byte _priority = 6;
        private byte _facility = 1;

        public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            if (!IsClientName(name) || _others.Count == MostFields)
            {
                return;
            }

            if (_message is null && name.SequenceEqual("MESSAGE"u8))
            {
                _message = value.ToArray();
            }
            else if (_identifier is null && name.SequenceEqual("SYSLOG_IDENTIFIER"u8))
            {
                _identifier = value.ToArray();
            }
            else if (name.SequenceEqual("PRIORITY"u8) && value.Length == 1 && value[0] is >= (byte)'0' and <= (byte)'7')
            {
                _priority = (byte)(value[0] - '0');
            }
            else if (name.SequenceEqual("SYSLOG_FACILITY"u8)
                && byte.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out byte facility))
            {
                _facility = facility;
            }
            else
            {
                _others.Add(new JournalField(name.ToArray(), value.ToArray()));
            }
        }

        public void Emit(IJournalSink sink)
        {
            if (_message is null && _identifier is null && _others.Count == 0)
            {
                return;
            }

            sink.Append(new JournalRecord
            {
                Message = _message,
                Identifier = _identifier,
                Fields = CollectionsMarshal.AsSpan(_others),
                Pid = pid,
                Priority = _priority,
                Facility = _facility,
                Stream = JournalStream.Native,
            });
        }
    }
}
