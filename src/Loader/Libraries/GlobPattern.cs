namespace Ptracer.Loader;

/// <summary>
/// Matches one component of a path against a pattern of glob(7): <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>, a
/// backslash before a letter that means itself. It takes the product of both lengths at most, whatever the pattern.
/// </summary>
internal static class GlobPattern
{
    /// <summary>Whether a component holds any of the letters that make it a pattern.</summary>
    public static bool IsPattern(ReadOnlySpan<byte> component) => component.IndexOfAny("*?[\\"u8) >= 0;

    /// <summary>Whether a name matches. A dot at its start is matched only by a dot.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> name)
    {
        if (name.StartsWith("."u8) && !pattern.StartsWith("."u8))
        {
            return false;
        }

        int at = 0, letter = 0, star = -1, starLetter = 0;
        while (letter < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                starLetter = letter;
            }
            else if (at < pattern.Length && MatchesOne(pattern, at, name[letter], out int next))
            {
                at = next;
                letter++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                letter = ++starLetter;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart((byte)'*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<byte> pattern, int at, byte letter, out int next)
    {
        next = at + 1;
        switch (pattern[at])
        {
            case (byte)'?':
                return true;
            case (byte)'[':
                int end = pattern[at..].Length > 2 ? pattern[(at + 2)..].IndexOf((byte)']') : -1;
                if (end < 0)
                {
                    return letter == '[';
                }

                next = at + end + 3;
                return IsInSet(pattern[(at + 1)..(at + end + 2)], letter);
            case (byte)'\\' when at + 1 < pattern.Length:
                next = at + 2;
                return pattern[at + 1] == letter;
            default:
                return pattern[at] == letter;
        }
    }

    private static bool IsInSet(ReadOnlySpan<byte> set, byte letter)
    {
        bool isNegated = set[0] is (byte)'!' or (byte)'^' && set.Length > 1;
        set = isNegated ? set[1..] : set;
        for (int index = 0; index < set.Length; index++)
        {
            bool isRange = index + 2 < set.Length && set[index + 1] == '-';
            byte last = isRange ? set[index + 2] : set[index];
            if (letter >= set[index] && letter <= last)
            {
                return !isNegated;
            }

            index += isRange ? 2 : 0;
        }

        return isNegated;
    }
}
