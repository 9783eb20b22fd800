using Ptracer.Features.HiddenProc;
using Ptracer.Features.Ipc;
using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Paths;

namespace Ptracer.Features;

/// <summary>What a session makes itself because the place refuses or lacks it, as Android does; null each where it does not.</summary>
internal sealed class PlaceSupport
{
    /// <summary>Hard links, sockets and FIFOs that the file system refuses.</summary>
    public StandInFiles? StandIns { get; init; }

    /// <summary>The FIFOs of these that are in use.</summary>
    public Fifos? Fifos { get; init; }

    /// <summary>Files of /proc that are hidden.</summary>
    public HiddenProcFiles? HiddenProc { get; init; }

    /// <summary>System V IPC and POSIX message queues, where the kernel has none.</summary>
    public IpcNamespace? Ipc { get; init; }

    /// <summary>Who waits in a call that another one of the session ends: with either of the last two.</summary>
    public Sleeps? Sleeps { get; init; }

    /// <summary>What the kernel executes in the place of a guest's program.</summary>
    public IStubFiles Stubs { get; init; } = null!;

    /// <summary>Who must hear of tracees, in this order: a dead thread waits no more when its process's end is told.</summary>
    public IEnumerable<IGuestObserver> Observers =>
        [.. Sleeps is null ? [] : new IGuestObserver[] { Sleeps }, .. Fifos is null ? [] : new IGuestObserver[] { Fifos }, .. Ipc?.Observers ?? []];

    /// <summary>Whether a guest shall not find a file that is there.</summary>
    public bool Hides(ReadOnlySpan<byte> guestPath) => Ipc?.Hides(guestPath) == true;

    /// <summary>Whether a path may be that of a hidden file of /proc, so that its place must be known.</summary>
    public bool MayShow(ReadOnlySpan<byte> path) => HiddenProc is not null && HiddenProcFiles.MayBe(path);

    /// <summary>Turns the host path of a hidden file of /proc into one that can be opened: false if it is none, and stays.</summary>
    public bool ShowHidden(PathBuffer host) => HiddenProc?.Replace(host) == true;
}
