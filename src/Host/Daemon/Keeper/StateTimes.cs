namespace Ptracer.Host.Daemon.Keeper;

/// <summary>When a service came into its state, and when it last became active, in microseconds of Unix time.</summary>
internal sealed class StateTimes
{
    private ServiceState _told = ServiceState.Dead;

    /// <summary>When its state changed; 0: it has not.</summary>
    public long StateChangedUs { get; private set; }

    /// <summary>When it became active; 0: it has not.</summary>
    public long ActiveSinceUs { get; private set; }

    /// <summary>Its state now.</summary>
    public void Note(ServiceState state)
    {
        if (state == _told)
        {
            return;
        }

        StateChangedUs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        if (state.ActiveState() == "active" && _told.ActiveState() is not ("active" or "reloading"))
        {
            ActiveSinceUs = StateChangedUs;
        }

        _told = state;
    }
}
