using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>The unit's state on disk. A full disk does not concern the service: it is tried again until it works.</summary>
/// <param name="loop">The keeper's loop.</param>
/// <param name="place">Where it is kept.</param>
/// <param name="log">Hears that it cannot be.</param>
/// <param name="now">The state by the time of the next try.</param>
internal sealed class KeptState(EventLoop loop, KeeperPlace place, LogIntake log, Func<byte[]> now)
{
    private const int TryAgainMs = 1000;

    private EventLoop.Timer? _again;

    /// <summary>Writes it.</summary>
    public void Write(byte[] line)
    {
        bool isNew = _again is null;
        _again?.Cancel();
        _again = null;
        try
        {
            place.WriteState(line);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (isNew)
            {
                log.Log(4, $"Its state cannot be kept: {failure.Message}");
            }

            _again = loop.After(TryAgainMs, () => Write(now()));
        }
    }
}
