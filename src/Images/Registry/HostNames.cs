using System.Buffers.Binary;
using System.Net;
using System.Text;
using Ptracer.Linux;

namespace Ptracer.Images.Registry;

/// <summary>
/// Addresses of hosts: <c>/etc/hosts</c>, then the name servers of <c>/etc/resolv.conf</c> or of PTRACER_DNS (RFC 1035).
/// getaddrinfo(3) is not used: in a static binary it loads the host's own C library for whatever nsswitch.conf names.
/// </summary>
/// <param name="interruption">Asked while waiting.</param>
internal sealed class HostNames(Interruption interruption)
{
    private const int Port = 53;
    private const int TimeoutMs = 3000;
    private const int Tries = 2;
    private const int MaxServers = 3;
    private const ushort TypeA = 1;
    private const ushort TypeAaaa = 28;

    /// <summary>Where hosts and name servers are written down; tests have their own.</summary>
    public string Directory { get; init; } = "/etc";

    /// <summary>The port of name servers.</summary>
    public int ServerPort { get; init; } = Port;

    /// <summary>The addresses of a host, IPv4 first.</summary>
    /// <exception cref="NetworkException">It has none.</exception>
    public IReadOnlyList<IPAddress> Find(string host)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? literal))
        {
            return [literal];
        }

        List<IPAddress> found = [.. FromHosts(host)];
        if (found.Count == 0 && (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal)))
        {
            found = [IPAddress.Loopback, IPAddress.IPv6Loopback];
        }

        return found.Count > 0 ? found : FromServers(host);
    }

    private IEnumerable<IPAddress> FromHosts(string host)
    {
        foreach (string[] words in Lines("hosts"))
        {
            bool isNamed = words.Skip(1).Any(name => name.Equals(host, StringComparison.OrdinalIgnoreCase));
            if (isNamed && IPAddress.TryParse(words[0], out IPAddress? address))
            {
                yield return address;
            }
        }
    }

    private List<IPAddress> FromServers(string host)
    {
        List<string[]> lines = [.. Lines("resolv.conf")];
        string? own = Environment.GetEnvironmentVariable("PTRACER_DNS");
        IEnumerable<string> words = own?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)
            ?? lines.Where(static line => line is ["nameserver", _, ..]).Select(static line => line[1]);
        List<IPAddress> servers = [];
        foreach (string word in words)
        {
            if (IPAddress.TryParse(word.Split('%')[0], out IPAddress? server) && servers.Count < MaxServers)
            {
                servers.Add(server);
            }
        }

        if (servers.Count == 0)
        {
            throw new NetworkException(
                NetworkFailure.Lasting, "no name server is known (no /etc/resolv.conf); set PTRACER_DNS to the address of one");
        }

        foreach (string name in Candidates(host, lines))
        {
            List<IPAddress> found = [.. Ask(servers, name, TypeA), .. Ask(servers, name, TypeAaaa)];
            if (found.Count > 0)
            {
                return found;
            }
        }

        throw new NetworkException(NetworkFailure.Lasting, $"no host {host} is known; check the name");
    }

    // resolv.conf(5): a name without a dot is looked for in the domains of "search" first.
    private static IEnumerable<string> Candidates(string host, List<string[]> lines)
    {
        if (!host.Contains('.', StringComparison.Ordinal))
        {
            foreach (string domain in lines.LastOrDefault(static line => line[0] is "search" or "domain")?.Skip(1) ?? [])
            {
                yield return $"{host}.{domain.TrimEnd('.')}";
            }
        }

        yield return host;
    }

    private List<IPAddress> Ask(List<IPAddress> servers, string name, ushort type)
    {
        byte[] query = DnsMessage.Query((ushort)Random.Shared.Next(ushort.MaxValue), name, type);
        NetworkException? last = null;
        for (int attempt = 0; attempt < Tries * servers.Count; attempt++)
        {
            try
            {
                byte[] answer = Ask(servers[attempt % servers.Count], query);
                return DnsMessage.Addresses(answer, query, type)
                    ?? throw new NetworkException(NetworkFailure.Passing, "the name server failed; try again, or set PTRACER_DNS to another");
            }
            catch (NetworkException failure)
            {
                last = failure;
            }
        }

        throw new NetworkException(NetworkFailure.Passing, $"name server {servers[0]}: {last!.Message}");
    }

    private byte[] Ask(IPAddress server, byte[] query)
    {
        byte[] answer = new byte[65536];
        using (Socket socket = new(server, ServerPort, Inet.SOCK_DGRAM, TimeoutMs, interruption))
        {
            socket.Write(query);
            int count;
            do
            {
                count = socket.Read(answer);
            }
            while (!DnsMessage.IsAnswerTo(answer.AsSpan(0, count), query));

            if (!DnsMessage.IsCutOff(answer))
            {
                return answer[..count];
            }
        }

        using Socket stream = new(server, ServerPort, Inet.SOCK_STREAM, TimeoutMs, interruption);
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)query.Length);
        stream.Write([.. length, .. query]);
        ReadExactly(stream, length);
        byte[] whole = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        ReadExactly(stream, whole);
        return DnsMessage.IsAnswerTo(whole, query) ? whole : throw new NetworkException(NetworkFailure.Passing, "a wrong answer; try again");
    }

    private static void ReadExactly(Socket socket, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = socket.Read(buffer);
            buffer = count > 0 ? buffer[count..] : throw new NetworkException(NetworkFailure.Passing, "half an answer; try again");
        }
    }

    private IEnumerable<string[]> Lines(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText($"{Directory}/{file}", Encoding.UTF8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            yield break; // Android has neither
        }

        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split('#', ';')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                yield return words;
            }
        }
    }
}
