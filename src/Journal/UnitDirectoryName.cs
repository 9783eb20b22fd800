using System.Globalization;
using System.Text;

namespace Ptracer.Journal;

/// <summary>
/// The name of a unit's directory: the unit's name, with <c>%XX</c> for each byte that is not a letter, a digit or one
/// of <c>:-_.@\</c> (all that a valid unit name holds), and for a dot at the start. So no name leaves the directory.
/// </summary>
internal static class UnitDirectoryName
{
    private const int LongestName = 255;

    /// <summary>The directory name of a unit.</summary>
    /// <exception cref="PtracerException">The name is empty or too long for a file name.</exception>
    public static string Escape(string unit)
    {
        StringBuilder name = new();
        foreach (byte letter in Encoding.UTF8.GetBytes(unit))
        {
            if (IsPlain((char)letter) && (letter != '.' || name.Length > 0))
            {
                name.Append((char)letter);
            }
            else
            {
                name.Append('%').Append(letter.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return name.Length is > 0 and <= LongestName
            ? name.ToString()
            : throw new PtracerException($"{unit}: not a name for a unit's journal; give 1 to {LongestName} letters");
    }

    /// <summary>The unit of a directory name; what is no escape stays as it is.</summary>
    public static string Unescape(string name)
    {
        if (!name.Contains('%', StringComparison.Ordinal))
        {
            return name;
        }

        List<byte> bytes = [];
        for (int index = 0; index < name.Length; index++)
        {
            if (name[index] == '%' && index + 2 < name.Length
                && byte.TryParse(name.AsSpan(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value))
            {
                bytes.Add(value);
                index += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(name.Substring(index, 1)));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || ":-_.@\\".Contains(letter, StringComparison.Ordinal);
}
