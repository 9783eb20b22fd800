using System.Buffers.Binary;
using System.Globalization;

namespace Ptracer.Journal;

/// <summary>An id of 128 bits, written as 32 lower-case hexadecimal digits, as systemd's sd_id128.</summary>
/// <param name="Value">Its bits, most significant first.</param>
internal readonly record struct JournalId(UInt128 Value) : IComparable<JournalId>
{
    /// <summary>How many bytes it has.</summary>
    public const int SizeBytes = 16;

    /// <summary>A random one.</summary>
    public static JournalId Random()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        Guid.NewGuid().TryWriteBytes(bytes); // getrandom(2); System.Security.Cryptography needs a library at run time
        return Read(bytes);
    }

    /// <summary>Reads its 16 bytes.</summary>
    public static JournalId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Reads 32 digits; hyphens between them are allowed, as in a UUID.</summary>
    public static bool TryParse(string text, out JournalId id)
    {
        string digits = text.Replace("-", "", StringComparison.Ordinal);
        id = default;
        if (digits.Length != 2 * SizeBytes
            || !UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 value))
        {
            return false;
        }

        id = new JournalId(value);
        return true;
    }

    /// <summary>Writes its 16 bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    /// <inheritdoc/>
    public int CompareTo(JournalId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
