using System.Text;

namespace Ptracer.Images.Registry;

/// <summary>One way to log in that a server offers (RFC 9110, section 11.6.1).</summary>
/// <param name="Scheme"><c>Basic</c>, <c>Bearer</c>, …</param>
/// <param name="Parameters">Such as <c>realm</c>, by name in small letters.</param>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Reads the challenges of a header; what cannot be read ends them.</summary>
    public static IReadOnlyList<Challenge> Parse(string header)
    {
        List<Challenge> all = [];
        Dictionary<string, string> parameters = [];
        for (int at = 0; at < header.Length;)
        {
            at = Skip(header, at, " ,\t");
            int end = End(header, at);
            string word = header[at..end];
            at = Skip(header, end, " \t");
            if (word.Length == 0)
            {
                break;
            }

            if (at < header.Length && header[at] == '=' && all.Count > 0)
            {
                at = Value(header, Skip(header, at + 1, " \t"), out string value);
                parameters[word.ToLowerInvariant()] = value;
            }
            else
            {
                parameters = [];
                all.Add(new Challenge(word, parameters));
            }
        }

        return all;
    }

    private static int Skip(string text, int at, string letters)
    {
        while (at < text.Length && letters.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        return at;
    }

    private static int End(string text, int at)
    {
        int length = text.AsSpan(at).IndexOfAny(" ,=\t\"");
        return length < 0 ? text.Length : at + length;
    }

    private static int Value(string text, int at, out string value)
    {
        if (at >= text.Length || text[at] != '"')
        {
            int end = text.AsSpan(at).IndexOfAny(" ,\t") is >= 0 and int length ? at + length : text.Length;
            value = text[at..end];
            return end;
        }

        StringBuilder letters = new();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            letters.Append(text[at]);
        }

        value = letters.ToString();
        return at + 1;
    }
}
