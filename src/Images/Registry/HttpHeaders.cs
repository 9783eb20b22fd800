using System.Text;

namespace Ptracer.Images.Registry;

/// <summary>The first lines of an answer (RFC 9112): its status and its headers.</summary>
internal sealed class HttpHeaders
{
    private const int MaxBytes = 64 * 1024;

    private readonly List<(string Name, string Value)> _all = [];

    private HttpHeaders(int status, bool isOld) => (Status, IsOld) = (status, isOld);

    /// <summary>The status: 200, 404, …</summary>
    public int Status { get; }

    /// <summary>Whether it is HTTP/1.0, which ends its connection.</summary>
    public bool IsOld { get; }

    /// <summary>The first header of a name, or null.</summary>
    public string? this[string name] => All(name).FirstOrDefault();

    /// <summary>All headers of a name.</summary>
    public IEnumerable<string> All(string name) =>
        _all.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static header => header.Value);

    /// <summary>Reads them.</summary>
    /// <param name="readLine">The next line without its end; null: the connection ended.</param>
    /// <exception cref="NetworkException">It is not HTTP.</exception>
    public static HttpHeaders Read(Func<int, string?> readLine)
    {
        int left = MaxBytes;
        string first = Line(readLine, ref left);
        bool isHttp = first.StartsWith("HTTP/1.", StringComparison.Ordinal) && first.Length >= 12;
        if (!isHttp || !int.TryParse(first.AsSpan(9, 3), out int status))
        {
            throw new NetworkException(NetworkFailure.Lasting, "the answer is not HTTP/1.1; check the address and the port");
        }

        HttpHeaders headers = new(status, first[7] == '0');
        for (string line; (line = Line(readLine, ref left)).Length > 0;)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers._all.Add((line[..colon], line[(colon + 1)..].Trim()));
            }
        }

        return headers;
    }

    /// <summary>A line of an answer, as text that cannot change a terminal.</summary>
    public static string Printable(ReadOnlySpan<char> text, int maxLength)
    {
        StringBuilder line = new();
        foreach (char letter in text)
        {
            if (line.Length == maxLength)
            {
                break;
            }

            line.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return line.ToString().Trim();
    }

    private static string Line(Func<int, string?> readLine, ref int left)
    {
        string line = readLine(left) ?? throw new NetworkException(NetworkFailure.Passing, "the connection ended before an answer; try again");
        left -= line.Length + 2;
        return line;
    }
}
