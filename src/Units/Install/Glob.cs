namespace Ptracer.Units;

/// <summary>Shell patterns, as fnmatch(3) has them with FNM_NOESCAPE.</summary>
internal static class Glob
{
    /// <summary>Whether a name fits a pattern.</summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        while (!pattern.IsEmpty)
        {
            if (pattern[0] == '*')
            {
                for (int skip = 0; skip <= name.Length; skip++)
                {
                    if (IsMatch(pattern[1..], name[skip..]))
                    {
                        return true;
                    }
                }

                return false;
            }

            if (name.IsEmpty)
            {
                return false;
            }

            int length = pattern[0] == '[' ? SetLength(pattern) : 1;
            bool fits = length > 1 ? IsInSet(pattern[1..(length - 1)], name[0]) : pattern[0] == '?' || pattern[0] == name[0];
            if (!fits)
            {
                return false;
            }

            pattern = pattern[length..];
            name = name[1..];
        }

        return name.IsEmpty;
    }

    // With both brackets; 1 when the set is not closed and the bracket stands for itself.
    private static int SetLength(ReadOnlySpan<char> pattern)
    {
        int start = pattern.Length > 1 && pattern[1] is '!' or '^' ? 3 : 2;
        int end = pattern.Length > start ? pattern[start..].IndexOf(']') : -1;
        return end < 0 ? 1 : start + end + 1;
    }

    private static bool IsInSet(ReadOnlySpan<char> set, char character)
    {
        bool negated = set[0] is '!' or '^';
        bool found = false;
        for (int index = negated ? 1 : 0; index < set.Length; index++)
        {
            if (index + 2 < set.Length && set[index + 1] == '-')
            {
                found |= character >= set[index] && character <= set[index + 2];
                index += 2;
            }
            else
            {
                found |= set[index] == character;
            }
        }

        return found != negated;
    }
}
