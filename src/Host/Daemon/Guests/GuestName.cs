using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>The names of guests: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>; none leads with <c>.</c> or <c>-</c>.</summary>
internal static class GuestName
{
    private const int LongestLetters = 64;

    /// <summary>Whether a text can be one.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > LongestLetters || name[0] is '.' or '-')
        {
            return false;
        }

        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The name, if it can be one.</summary>
    /// <exception cref="ControlException">It cannot.</exception>
    public static string Checked(string name) => IsValid(name) ? name : throw new ControlException(
        ControlError.Invalid,
        $"guest {name}: not a name; take at most {LongestLetters} of a-z, A-Z, 0-9, ., _ and -, the first no . or -");
}
