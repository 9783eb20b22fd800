namespace Ptracer.Journal.Reading;

/// <summary>Patterns for unit names, as fnmatch(3) without flags has them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a]</c>, <c>\</c>.</summary>
internal static class Glob
{
    /// <summary>Whether a text has signs of a pattern.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>Whether a name matches a pattern.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // The last star, and where it ends in the name: what does not match behind it lets it take one letter more.
        int star = -1;
        int resumed = 0;
        int at = 0;
        int letter = 0;
        while (letter < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resumed = letter;
            }
            else if (at < pattern.Length && MatchesOne(pattern, ref at, name[letter]))
            {
                letter++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                letter = ++resumed;
            }
            else
            {
                return false;
            }
        }

        return pattern[Math.Min(at, pattern.Length)..].Trim('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, ref int at, char letter)
    {
        switch (pattern[at])
        {
            case '?':
                at++;
                return true;
            case '[' when pattern[(at + 1)..].IndexOf(']') is int close and > 0:
                ReadOnlySpan<char> set = pattern.Slice(at + 1, close);
                at += close + 2;
                return set[0] is '!' or '^' ? !IsIn(set[1..], letter) : IsIn(set, letter);
            case '\\' when at + 1 < pattern.Length:
                at += 2;
                return pattern[at - 1] == letter;
            default:
                return pattern[at++] == letter;
        }
    }

    private static bool IsIn(ReadOnlySpan<char> set, char letter)
    {
        for (int index = 0; index < set.Length; index++)
        {
            if (index + 2 < set.Length && set[index + 1] == '-')
            {
                if (letter >= set[index] && letter <= set[index + 2])
                {
                    return true;
                }

                index += 2;
            }
            else if (set[index] == letter)
            {
                return true;
            }
        }

        return false;
    }
}
