using Ptracer.Diagnostics;
using Ptracer.Engines.Ptrace;
using Ptracer.Engines.Seccomp;
using Ptracer.Features;
using Ptracer.Features.PortMap;
using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Paths;
using Ptracer.Syscalls;

namespace Ptracer;

/// <summary>Makes what a session's handlers share, from its options, and lets its parts hear of tracees.</summary>
internal static class SessionContext
{
    public static SyscallContext Build(
        SessionOptions options, BindingTable mounts, StandInFiles? standIns, IGuestProcesses processes, IpcSupport ipc, TracerLoop loop)
    {
        FakeIdentity? identity = options.Identity is { } id
            ? new FakeIdentity(id.UserId, id.GroupId, GroupsOf(id))
            : null;
        bool makesOthers = loop.Forbidden.IsPossible || !ipc.IsWhole; // calls that a guest's own filter must not judge
        PathTranslator paths = new(mounts, processes);
        SyscallLog log = new(options.Verbosity);
        PlaceSupport place = PlaceSetup.Build(options, mounts, standIns, ipc);
        bool isToldAll = log.ShowsResults || options.FileObserver is not null; // who wants to hear of each call
        paths.Fast = isToldAll || place.HiddenProc is not null ? null : FastPath.Build(paths, loop.Forbidden.Allows);
        SyscallContext context = new(paths, processes, log)
        {
            Identity = identity,
            Place = place,
            Ports = PortsOf(options.Ports),
            Witness = options.FileObserver is { } files ? new FileWitness(files) : null,
            Affinity = loop.Placement,
            FilterBeginning = makesOthers ? FilterBuilder.LettingShimPass() : [],
            KernelRelease = options.KernelRelease is null ? null : HostText.Bytes(options.KernelRelease),
            Maps = ShimMaps.Create(),
        };
        context.Exec = new ExecBuilder(context) { MemoryMapUpdate = Spawner.MemoryMaps };
        loop.Observe(context.Dumpable);
        loop.Observe(context.RobustLists);
        if (makesOthers)
        {
            loop.Observe(context.GuestFilters);
            loop.Observe(context.TrapActions);
        }

        foreach (IGuestObserver observer in context.Place.Observers)
        {
            loop.Observe(observer);
        }

        loop.Observe(new PathObserver(context.Paths));
        if (identity is not null)
        {
            loop.Observe(identity);
        }

        return context;
    }

    private static MappedPorts? PortsOf(IReadOnlyList<PortMapping> mappings)
    {
        if (mappings.Count == 0)
        {
            return null;
        }

        MappedPorts ports = new();
        foreach (PortMapping mapping in mappings)
        {
            ports.Add((ushort)mapping.GuestPort, (ushort)mapping.HostPort);
        }

        return ports;
    }

    // As the kernel keeps them: groups_sort(), kernel/groups.c.
    private static uint[] GroupsOf(GuestIdentity identity)
    {
        uint[] groups = [.. identity.Groups ?? [identity.GroupId]];
        Array.Sort(groups);
        return groups;
    }
}
