namespace Ptracer.Host.Daemon.Keeper;

/// <summary>What a keeper's process keeps: a service, or a socket.</summary>
internal interface IUnitKeeper : IDisposable
{
    /// <summary>Something worth telling has changed.</summary>
    event Action? StateChanged;

    /// <summary>Whether the unit has ended.</summary>
    bool IsOver { get; }

    /// <summary>Whether nothing is left to keep.</summary>
    bool IsDone { get; }

    /// <summary>What it tells of itself.</summary>
    KeeperSnapshot Snapshot();

    /// <summary>Starts the unit.</summary>
    void Start();

    /// <summary>Does what the daemon asks for.</summary>
    void Do(KeeperRequest request);
}
