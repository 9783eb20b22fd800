namespace Ptracer.Host.Http.Listeners;

/// <summary>How far those may go who come by a listener.</summary>
internal enum AudienceKind
{
    /// <summary>The daemon's own user by the Unix socket: everything.</summary>
    Owner,

    /// <summary>A browser by loopback TCP: everything, with the token.</summary>
    Browser,

    /// <summary>Programs of a guest by its own socket: that guest's units and journal.</summary>
    Guest,
}

/// <summary>Who comes by a listener; a connection carries it as a feature.</summary>
/// <param name="Kind">How far they may go.</param>
/// <param name="Guest">The guest of a guest's socket; else null.</param>
/// <param name="Port">The port of TCP; else 0.</param>
internal sealed record Audience(AudienceKind Kind, string? Guest = null, int Port = 0)
{
    /// <summary>Hangs up on all that came by the listener: a guest's socket was removed.</summary>
    public CancellationToken Revoked { get; init; }

    /// <summary>How many connections may be open at once, so that strangers on TCP cannot shut the owner out.</summary>
    public int ConnectionLimit => Kind == AudienceKind.Owner ? 512 : 64;
}
