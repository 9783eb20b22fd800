using Ptracer.Images.Layouts;

namespace Ptracer.Images.Registry;

/// <summary>
/// Answers the challenges of a registry: with a name and a password, or with a token of the server that it names (the
/// token authentication of the OCI distribution's registry). Without a login a token is asked for all the same: public
/// images need one.
/// </summary>
/// <param name="image">What is wanted.</param>
/// <param name="web">Asks.</param>
/// <param name="credentials">The user's logins.</param>
internal sealed class RegistryLogin(ImageReference image, Web web, Credentials credentials)
{
    private const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>The Authorization header that the registry has asked for; null: none yet.</summary>
    public string? Authorization { get; private set; }

    /// <summary>Answers a challenge.</summary>
    /// <param name="answer">The registry's, of status 401.</param>
    /// <param name="registry">Its address.</param>
    /// <exception cref="NetworkException">It cannot be answered.</exception>
    public void Answer(HttpAnswer answer, WebAddress registry)
    {
        if (Authorization is not null && !Authorization.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            throw Refused("the registry does not take the login");
        }

        List<Challenge> challenges = [.. answer.Headers.All("WWW-Authenticate").SelectMany(Challenge.Parse)];
        if (Find(challenges, "Bearer") is { } bearer)
        {
            Authorization = "Bearer " + Token(bearer, registry);
        }
        else if (Find(challenges, "Basic") is not null)
        {
            Authorization = credentials.Find(image)?.Basic ?? throw Refused("the registry wants a login");
        }
        else
        {
            throw Refused("the registry wants a login of a kind that is not known");
        }
    }

    /// <summary>A login that does not do.</summary>
    public NetworkException Refused(string problem) => new(NetworkFailure.Lasting, $"{problem}; {credentials.Remedy(image)}");

    private static Challenge? Find(List<Challenge> challenges, string scheme) =>
        challenges.Find(challenge => challenge.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase));

    private string Token(Challenge challenge, WebAddress registry)
    {
        string realm = challenge.Parameters.GetValueOrDefault("realm") ?? "";
        if (!WebAddress.TryParse(realm, out WebAddress? server) || !(server!.IsSecure || registry.IsLoopback))
        {
            throw Refused($"the registry sends for a token to {HttpHeaders.Printable(realm, 200)}, which is not https");
        }

        string service = Uri.EscapeDataString(challenge.Parameters.GetValueOrDefault("service") ?? "");
        string scope = Uri.EscapeDataString(challenge.Parameters.GetValueOrDefault("scope") ?? $"repository:{image.Repository}:pull");
        Login? login = credentials.Find(image);
        using HttpAnswer answer = login?.IdentityToken is { } identity
            ? web.Ask("POST", server, [], $"grant_type=refresh_token&client_id=ptracer&service={service}&scope={scope}&refresh_token={Uri.EscapeDataString(identity)}")
            : web.Ask("GET", server.WithQuery($"service={service}&scope={scope}"), login is null ? [] : [("Authorization", login.Basic)]);
        switch (answer.Headers.Status)
        {
            case 200:
                return TokenOf(answer, server);
            case 429 or >= 500:
                throw RegistryAnswers.Busy(answer);
            default:
                throw Refused($"{server} refuses {(login is null ? "a token without a login" : $"the login of {login.User}")} ({answer.Headers.Status})");
        }
    }

    private string TokenOf(HttpAnswer answer, WebAddress server)
    {
        JsonView json = JsonView.Parse($"{server}", answer.ReadAll(MaxAnswerBytes) ?? throw Refused($"{server} gives a token over 1 MiB"));
        string token = json.Text("token") ?? json.Text("access_token") ?? "";
        return token.Length > 0 && !token.Any(char.IsControl) ? token : throw Refused($"{server} gives no token");
    }
}
