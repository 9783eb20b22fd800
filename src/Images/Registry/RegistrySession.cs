namespace Ptracer.Images.Registry;

/// <summary>
/// Asks a registry for things of one repository: logs in when it is asked to, and follows redirects. Only the registry's own
/// host is told the login.
/// </summary>
internal sealed class RegistrySession
{
    private const int MaxRedirects = 10;
    private const int MaxLogins = 2;

    private readonly ImageReference _image;
    private readonly Web _web;
    private readonly RegistryLogin _login;
    private WebAddress _registry;

    /// <summary>Begins it.</summary>
    /// <param name="image">What is wanted.</param>
    /// <param name="web">Asks.</param>
    /// <param name="credentials">The user's logins.</param>
    public RegistrySession(ImageReference image, Web web, Credentials credentials)
    {
        (_image, _web, _login) = (image, web, new RegistryLogin(image, web, credentials));
        _registry = Address("https");
    }

    /// <summary>Asks for something.</summary>
    /// <param name="path">Behind the repository's name: <c>manifests/latest</c>.</param>
    /// <param name="accept">The media types that will do; null: any.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <returns>An answer of status 200 or 206; or 416, if nothing is behind <paramref name="from"/>.</returns>
    /// <exception cref="NetworkException">There is none.</exception>
    public HttpAnswer Get(string path, string? accept = null, long from = 0)
    {
        for (int logins = 0; ; logins++)
        {
            HttpAnswer answer = AskRegistry(path, accept, from);
            try
            {
                int status = answer.Headers.Status;
                if (status is 200 or 206 || (status == 416 && from > 0))
                {
                    HttpAnswer good = answer;
                    answer = null!;
                    return good;
                }

                if (status != 401 || logins == MaxLogins)
                {
                    throw RegistryAnswers.Failure(answer, _login);
                }

                _login.Answer(answer, _registry);
            }
            finally
            {
                answer?.Dispose();
            }
        }
    }

    private WebAddress Address(string scheme) => WebAddress.TryParse($"{scheme}://{_image.ApiHost}/v2/{_image.Repository}/", out WebAddress? address)
        ? address!
        : throw new PtracerException($"{_image}: {_image.ApiHost} is no host; check the name");

    private HttpAnswer AskRegistry(string path, string? accept, long from)
    {
        List<(string, string)> headers = [];
        if (accept is not null)
        {
            headers.Add(("Accept", accept));
        }

        if (from > 0)
        {
            headers.Add(("Range", $"bytes={from}-"));
        }

        try
        {
            return Follow(_registry.Follow(path)!, headers);
        }
        catch (NetworkException failure) when (failure.Failure == NetworkFailure.NotTls && _registry is { IsSecure: true, IsLoopback: true })
        {
            _registry = Address("http"); // a registry on this machine may do without
            return Follow(_registry.Follow(path)!, headers);
        }
        catch (NetworkException failure) when (failure.Failure == NetworkFailure.NotTls)
        {
            throw new NetworkException(NetworkFailure.Lasting, failure.Message);
        }
    }

    private HttpAnswer Follow(WebAddress address, List<(string, string)> headers)
    {
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            bool isRegistry = address.Origin == _registry.Origin;
            string? authorization = isRegistry ? _login.Authorization : null;
            HttpAnswer answer = _web.Ask("GET", address, authorization is null ? headers : [.. headers, ("Authorization", authorization)]);
            if (answer.Headers.Status is not (301 or 302 or 303 or 307 or 308))
            {
                return answer;
            }

            using (answer)
            {
                string location = answer.Headers["Location"] ?? "";
                WebAddress next = address.Follow(location)
                    ?? throw new NetworkException(NetworkFailure.Lasting, $"a redirect to nowhere ({HttpHeaders.Printable(location, 100)}); tell the registry's owner");
                if (!next.IsSecure && !_registry.IsLoopback)
                {
                    throw new NetworkException(NetworkFailure.Lasting, $"a redirect to {next}, which is not https; tell the registry's owner");
                }

                _ = answer.ReadAll(64 * 1024); // the connection can then be used again
                address = next;
            }
        }

        throw new NetworkException(NetworkFailure.Lasting, $"more than {MaxRedirects} redirects; tell the registry's owner");
    }
}
