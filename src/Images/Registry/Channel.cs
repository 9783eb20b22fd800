using System.Net;
using Ptracer.Linux;

namespace Ptracer.Images.Registry;

/// <summary>A connection to a server, with TLS or, to this machine itself, without.</summary>
internal sealed unsafe class Channel : IDisposable
{
    private const int TimeoutMs = 30_000;

    private readonly Socket _socket;
    private void* _tls;

    private Channel(Socket socket) => _socket = socket;

    /// <summary>Connects to the first address that answers.</summary>
    /// <param name="host">The server's name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="roots">Whose certificates are trusted; null: no TLS.</param>
    /// <param name="interruption">Asked while waiting.</param>
    /// <exception cref="NetworkException">There is no connection, or its certificate is not trusted.</exception>
    public static Channel Connect(string host, int port, TrustedRoots? roots, Interruption interruption)
    {
        NetworkException? last = null;
        foreach (IPAddress address in new HostNames(interruption).Find(host))
        {
            Channel? channel = null;
            try
            {
                channel = new Channel(new Socket(address, port, Inet.SOCK_STREAM, TimeoutMs, interruption));
            }
            catch (NetworkException failure)
            {
                last ??= failure;
                continue;
            }

            try
            {
                channel.Secure(host, roots);
                return channel;
            }
            catch
            {
                channel.Dispose();
                throw;
            }
        }

        throw last!;
    }

    /// <summary>Reads what is there: 0 at the end.</summary>
    public int Read(Span<byte> buffer)
    {
        if (_tls == null || buffer.IsEmpty)
        {
            return _socket.Read(buffer);
        }

        fixed (byte* p = buffer)
        {
            for (int result; ;)
            {
                result = Shim.ptracer_tls_read(_tls, p, (ulong)buffer.Length);
                if (result >= 0)
                {
                    return result;
                }

                WaitOrThrow(result);
            }
        }
    }

    /// <summary>Writes all.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_tls == null)
        {
            _socket.Write(bytes);
            return;
        }

        fixed (byte* p = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                int result = Shim.ptracer_tls_write(_tls, p + done, (ulong)(bytes.Length - done));
                if (result >= 0)
                {
                    done += result;
                }
                else
                {
                    WaitOrThrow(result);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_tls != null)
        {
            Shim.ptracer_tls_free(_tls);
            _tls = null;
        }

        _socket.Dispose();
    }

    private void Secure(string host, TrustedRoots? roots)
    {
        if (roots is null)
        {
            return;
        }

        bool isAddress = IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address);
        fixed (byte* name = HostText.WithNul(host))
        {
            _tls = Shim.ptracer_tls_new(roots.Handle, _socket.Descriptor, isAddress ? null : name);
        }

        if (_tls == null)
        {
            throw new PtracerException("TLS: no memory for a connection; free some");
        }

        for (int result; (result = Shim.ptracer_tls_handshake(_tls)) != 0;)
        {
            ThrowIfNotTrusted(host);
            WaitOrThrow(result, NetworkFailure.NotTls);
        }

        byte[] bytes = address?.GetAddressBytes() ?? [];
        fixed (byte* p = bytes)
        {
            if (isAddress && Shim.ptracer_tls_has_address(_tls, p, (ulong)bytes.Length) == 0)
            {
                throw NotTrusted($"it is not for {host}", "use the name that it is for");
            }
        }
    }

    private void WaitOrThrow(int result, NetworkFailure failure = NetworkFailure.Passing)
    {
        switch (result)
        {
            case Shim.TlsWantRead:
                _socket.Wait(PollH.POLLIN);
                break;
            case Shim.TlsWantWrite:
                _socket.Wait(PollH.POLLOUT);
                break;
            case Shim.TlsEnded:
                throw new NetworkException(failure, "the connection was broken; try again");
            default:
                throw new NetworkException(failure, $"TLS failed (mbedTLS error -0x{-result:x4}); check that it is a server with TLS 1.2");
        }
    }

    private void ThrowIfNotTrusted(string host)
    {
        const uint Expired = 1, OtherName = 4, NotSigned = 8, Future = 0x200, NotChecked = uint.MaxValue;
        uint flags = Shim.ptracer_tls_verify_flags(_tls);
        if (flags is 0 or NotChecked)
        {
            return;
        }

        throw flags switch
        {
            _ when (flags & NotSigned) != 0 => NotTrusted(
                "no authority that this machine trusts has signed it", "set SSL_CERT_FILE to the authority's PEM file if you trust it"),
            _ when (flags & OtherName) != 0 => NotTrusted($"it is not for {host}", "use the name that it is for"),
            _ when (flags & Expired) != 0 => NotTrusted("it has expired", "check this machine's clock, or tell the server's owner"),
            _ when (flags & Future) != 0 => NotTrusted("it is not valid yet", "check this machine's clock"),
            _ => NotTrusted($"too weak, or of another purpose (mbedTLS flags 0x{flags:x})", "tell the server's owner"),
        };
    }

    private static NetworkException NotTrusted(string problem, string remedy) =>
        new(NetworkFailure.Lasting, $"its certificate is not trusted: {problem}; {remedy}");
}
