using System.Globalization;

namespace Ptracer.Host.Http.Routing;

/// <summary>The parameters of a query. One that the route does not know is an error, since it would be ignored.</summary>
internal sealed class QueryValues
{
    private const int MostParameters = 256;

    private readonly List<KeyValuePair<string, string>> _values = [];

    /// <summary>None.</summary>
    public static QueryValues Empty { get; } = new();

    /// <summary>Reads a query (application/x-www-form-urlencoded, with or without its question mark).</summary>
    public static QueryValues Parse(string query, IReadOnlyList<string> known)
    {
        if (query.Length <= 1)
        {
            return Empty;
        }

        QueryValues values = new();
        foreach (string pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = Decode(equals < 0 ? pair : pair[..equals]);
            if (!known.Contains(name))
            {
                string remedy = known.Count == 0 ? "there are none here" : $"known are: {string.Join(", ", known)}";
                throw ProblemException.Invalid($"{Shorten(name)}: no such query parameter; {remedy}");
            }

            values._values.Add(new(name, equals < 0 ? "" : Decode(pair[(equals + 1)..])));
            if (values._values.Count > MostParameters)
            {
                throw ProblemException.Invalid($"too many query parameters; at most {MostParameters}");
            }
        }

        return values;
    }

    /// <summary>Every value of a parameter.</summary>
    public IReadOnlyList<string> All(string name) =>
        [.. _values.Where(value => value.Key == name).Select(value => value.Value)];

    /// <summary>The value of a parameter that may be given once; null when it is not.</summary>
    public string? Text(string name)
    {
        IReadOnlyList<string> all = All(name);
        return all.Count switch
        {
            0 => null,
            1 => all[0],
            _ => throw ProblemException.Invalid($"{name}: given twice; once is enough"),
        };
    }

    /// <summary>A whole number within bounds; null when it is not given.</summary>
    public int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= least && number <= most
                ? number
                : throw ProblemException.Invalid($"{name}: must be a whole number from {least} to {most}");
    }

    /// <summary><c>true</c> or <c>false</c> (also what is not given).</summary>
    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw ProblemException.Invalid($"{name}: must be true or false"),
    };

    /// <summary>A time by RFC 3339; null when it is not given.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? time
                : throw ProblemException.Invalid($"{name}: must be a time such as 2026-01-31T12:00:00Z");
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Shorten(string name) => name.Length <= 40 ? name : string.Concat(name.AsSpan(0, 40), "...");
}
