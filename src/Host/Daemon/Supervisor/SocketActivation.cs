using Ptracer.Host.Daemon.Keeper;
using Ptracer.Host.Posix;
using Ptracer.Units;
using JobMode = Ptracer.Host.Daemon.Control.JobMode;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Between the sockets of a guest and their services: who comes starts one.</summary>
internal sealed class SocketActivation(GuestManager manager)
{
    private readonly Dictionary<string, int> _instances = new(StringComparer.Ordinal);

    /// <summary>The sockets whose descriptors a service gets.</summary>
    public IEnumerable<string> Of(UnitRuntime unit) =>
        unit.By(DependencyKind.Triggers).Concat(unit.Unit.Service?.Sockets ?? [])
            .Where(id => UnitName.TypeOf(id) == UnitType.Socket && manager.Units.Find(id) is { Unit.Socket.Accept: false })
            .Distinct();

    /// <summary>A socket's keeper tells of it.</summary>
    public void Told(UnitRuntime unit, KeeperSnapshot snapshot)
    {
        if (snapshot.State is "dead" or "failed")
        {
            return; // as for services
        }

        manager.Moved(unit, "active", snapshot.State, snapshot.Result);
        if (snapshot.State != "running" || unit.Unit.Triggers is not { } name)
        {
            return;
        }

        UnitRuntime service = manager.Units.Get(name);
        if (service.IsInactive && service.Job is null &&
            manager.Requests.Add(service, JobType.Start, JobMode.Replace, (result, _) =>
            {
                if (result is not ("done" or "skipped"))
                {
                    unit.Keeper?.Ask(new KeeperRequest { Do = "refuse" });
                }
            }) is not null)
        {
            unit.Keeper?.Ask(new KeeperRequest { Do = "refuse" });
        }
    }

    /// <summary>The sockets of a service listen again when it has ended.</summary>
    public void Tell(UnitRuntime service)
    {
        foreach (string id in Of(service).ToArray())
        {
            if (manager.Units.Find(id) is { IsActive: true, Keeper: { } keeper } socket)
            {
                bool isBusy = !service.IsInactive;
                if (isBusy != (socket.SubState == "running"))
                {
                    keeper.Ask(new KeeperRequest { Do = isBusy ? "busy" : "idle" });
                }
            }
        }
    }

    /// <summary>A connection has been accepted: an instance of its own is started for it.</summary>
    public void StartInstance(UnitRuntime socket, Descriptor connection)
    {
        using (connection)
        {
            int number = _instances[socket.Id] = _instances.GetValueOrDefault(socket.Id) + 1;
            string name = UnitName.Instantiate(UnitName.StemOf(socket.Id) + "@.service", $"{number}-{Processes.OwnId}");
            UnitRuntime instance = manager.Units.Get(name);
            if (TransactionBuilder.Problem(instance) is { } problem)
            {
                DaemonFailures.Report($"guest {manager.Guest.Name}: {socket.Id}: a connection is closed: {problem}");
                return;
            }

            manager.Keepers.Start(null, instance, connection);
        }
    }
}
