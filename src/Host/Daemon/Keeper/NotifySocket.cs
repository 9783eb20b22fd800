using System.Text;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Where a service's sd_notify(3) messages arrive, with the descriptors that it stores.</summary>
internal sealed class NotifySocket : IDisposable
{
    private const int LongestMessageBytes = 4096;

    private readonly EventLoop _loop;
    private readonly Descriptor _socket;
    private readonly Action<int, NotifyMessage, List<Descriptor>> _received;

    /// <summary>Binds it.</summary>
    /// <param name="loop">Where its messages arrive.</param>
    /// <param name="path">Its host path.</param>
    /// <param name="received">Takes the sender, the message, and descriptors that are now the taker's.</param>
    public NotifySocket(
        EventLoop loop, string path, Action<int, NotifyMessage, List<Descriptor>> received)
    {
        (_loop, _received) = (loop, received);
        _socket = UnixSocket.Bind(path, UnixSocket.Datagram, 0x1b6);
        UnixSocket.PassCredentials(_socket);
        loop.Watch(_socket, Read);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loop.Forget(_socket);
        _socket.Dispose();
    }

    private void Read()
    {
        Span<byte> buffer = stackalloc byte[LongestMessageBytes];
        List<Descriptor> files = [];
        int count = UnixSocket.Receive(_socket, buffer, out int sender, files);
        if (count < 0)
        {
            return;
        }

        _received(sender, new NotifyMessage(Encoding.UTF8.GetString(buffer[..count])), files);
    }
}
