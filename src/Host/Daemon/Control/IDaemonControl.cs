namespace Ptracer.Host.Daemon.Control;

/// <summary>
/// What the daemon does for its clients. The HTTP API is a thin layer above it; nothing here knows of HTTP. Every method
/// may be called from any thread. Names are checked; a client's mistake is a <see cref="ControlException"/>.
/// </summary>
internal interface IDaemonControl
{
    /// <summary>The guests: what exists, their settings, creation and removal.</summary>
    IGuestControl Guests { get; }

    /// <summary>The units of guests: states, jobs, unit files.</summary>
    IUnitControl Units { get; }

    /// <summary>What services have said.</summary>
    IJournalControl Journal { get; }

    /// <summary>Processes and resources of guests.</summary>
    IResourceControl Resources { get; }

    /// <summary>Commands in guests with a pseudo-terminal.</summary>
    IExecControl Exec { get; }

    /// <summary>What the kernel and the place allow, with remedies.</summary>
    IReadOnlyList<DoctorFinding> Doctor();

    /// <summary>Changes of states as they happen, from now on, until <paramref name="cancel"/>.</summary>
    IAsyncEnumerable<StateChange> Watch(CancellationToken cancel);
}

/// <summary>A unit changed its state.</summary>
/// <param name="Guest">The guest's name.</param>
/// <param name="Unit">The unit's name with its suffix, or null: the guest itself changed (made, removed, settings).</param>
/// <param name="ActiveState"><c>active</c>, <c>inactive</c>, <c>activating</c>, <c>deactivating</c>, <c>failed</c>,
/// <c>reloading</c>, as systemd has them; for a guest <c>running</c>, <c>stopped</c> or <c>removed</c>.</param>
/// <param name="SubState">systemd's word for the type of unit, such as <c>running</c>, <c>dead</c>, <c>listening</c>.</param>
/// <param name="Time">When.</param>
internal sealed record StateChange(string Guest, string? Unit, string ActiveState, string SubState, DateTimeOffset Time);
