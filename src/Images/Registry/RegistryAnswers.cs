using System.Globalization;
using System.Text.Json;

namespace Ptracer.Images.Registry;

/// <summary>What answers of a registry that are no success mean (OCI distribution specification, error codes).</summary>
internal static class RegistryAnswers
{
    private const int MaxErrorBytes = 64 * 1024;
    private const int MaxTextLength = 200;

    /// <summary>It may pass: the registry is busy, or limits how often it is asked.</summary>
    public static NetworkException Busy(HttpAnswer answer) => new(
        NetworkFailure.Passing,
        answer.Headers.Status == 429
            ? "the registry limits how often it is asked (429); log in, or try again later"
            : $"the registry failed ({answer.Headers.Status}); try again later")
    {
        RetryAfter = After(answer.Headers["Retry-After"]),
    };

    /// <summary>What an answer that is no success means.</summary>
    public static NetworkException Failure(HttpAnswer answer, RegistryLogin login)
    {
        int status = answer.Headers.Status;
        if (status is 429 or 408 or >= 500)
        {
            return Busy(answer);
        }

        string told = Told(answer);
        return status switch
        {
            404 => new NetworkException(NetworkFailure.Lasting, $"not in the registry{told}; check the name and the tag"),
            401 or 403 => login.Refused($"the registry does not allow it ({status}{told})"),
            _ => new NetworkException(NetworkFailure.Lasting, $"the registry answers {status}{told}; check the name and the address"),
        };
    }

    // The first message, if the content is a list of errors.
    private static string Told(HttpAnswer answer)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer.ReadAll(MaxErrorBytes) ?? []);
            JsonElement first = json.RootElement.GetProperty("errors")[0];
            string text = first.TryGetProperty("message", out JsonElement message) ? message.GetString() ?? "" : first.GetProperty("code").GetString() ?? "";
            return text.Length == 0 ? "" : ": " + HttpHeaders.Printable(text, MaxTextLength);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or NetworkException)
        {
            return ""; // no such list: the status says enough
        }
    }

    private static TimeSpan? After(string? header)
    {
        if (int.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            return TimeSpan.FromSeconds(seconds);
        }

        bool isDate = DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date);
        TimeSpan left = date - DateTimeOffset.UtcNow;
        return isDate && left > TimeSpan.Zero ? left : null;
    }
}
