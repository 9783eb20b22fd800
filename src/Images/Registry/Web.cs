using System.Text;

namespace Ptracer.Images.Registry;

/// <summary>
/// Asks servers by HTTP/1.1, https unless the server is this machine itself. One connection to each is kept for the next
/// question. System.Net.Http is not used: with any TLS it would double the time that every start of the program takes.
/// </summary>
/// <param name="interruption">Asked while waiting.</param>
internal sealed class Web(Interruption interruption) : IDisposable
{
    private readonly Dictionary<string, Channel> _kept = [];
    private TrustedRoots? _roots;

    /// <summary>Asks once; redirects and errors are the caller's.</summary>
    /// <param name="method"><c>GET</c> or <c>POST</c>.</param>
    /// <param name="address">What is asked for.</param>
    /// <param name="headers">More headers.</param>
    /// <param name="content">What is sent along.</param>
    /// <exception cref="NetworkException">There is no answer.</exception>
    public HttpAnswer Ask(string method, WebAddress address, IEnumerable<(string Name, string Value)> headers, string? content = null)
    {
        StringBuilder text = new();
        text.Append(method).Append(' ').Append(address.PathAndQuery).Append(" HTTP/1.1\r\nHost: ").Append(address.Authority);
        text.Append("\r\nUser-Agent: ptracer\r\nAccept-Encoding: identity\r\n");
        foreach ((string name, string value) in headers)
        {
            text.Append(name).Append(": ").Append(HttpHeaders.Printable(value, int.MaxValue)).Append("\r\n");
        }

        if (content is not null)
        {
            text.Append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ").Append(content.Length).Append("\r\n");
        }

        byte[] question = Encoding.UTF8.GetBytes(text.Append("\r\n").Append(content).ToString());
        if (_kept.Remove(address.Origin, out Channel? kept))
        {
            try
            {
                return Send(kept, address, question);
            }
            catch (NetworkException)
            {
                // The server has ended it meanwhile: a new one is made.
            }
        }

        return Send(Connect(address), address, question);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Channel channel in _kept.Values)
        {
            channel.Dispose();
        }

        _kept.Clear();
        _roots?.Dispose();
    }

    private Channel Connect(WebAddress address)
    {
        if (!address.IsSecure)
        {
            return address.IsLoopback
                ? Channel.Connect(address.Host, address.Port, null, interruption)
                : throw new NetworkException(NetworkFailure.Lasting, $"http to {address.Host} would be open to everyone on the way; use https");
        }

        return Channel.Connect(address.Host, address.Port, _roots ??= new TrustedRoots(), interruption);
    }

    private HttpAnswer Send(Channel channel, WebAddress address, byte[] question)
    {
        try
        {
            channel.Write(question);
            return new HttpAnswer(channel, back => Keep(address.Origin, back));
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    private void Keep(string origin, Channel channel)
    {
        if (!_kept.TryAdd(origin, channel))
        {
            channel.Dispose();
        }
    }
}
