using Ptracer.Features.HiddenProc;
using Ptracer.Features.Ipc;
using Ptracer.Features.StandIns;
using Ptracer.Paths;

namespace Ptracer.Features;

/// <summary>What a session makes itself because the place refuses or lacks it, as Android does; null each where it does not.</summary>
internal sealed class PlaceSupport
{
    /// <summary>Hard links and sockets that the file system refuses.</summary>
    public StandInFiles? StandIns { get; init; }

    /// <summary>Files of /proc that are hidden.</summary>
    public HiddenProcFiles? HiddenProc { get; init; }

    /// <summary>System V IPC and POSIX message queues, where the kernel has none.</summary>
    public IpcNamespace? Ipc { get; init; }

    /// <summary>Whether a guest shall not find a file that is there.</summary>
    public bool Hides(ReadOnlySpan<byte> guestPath) => Ipc?.Hides(guestPath) == true;

    /// <summary>Whether a path may be that of a hidden file of /proc, so that its place must be known.</summary>
    public bool MayShow(ReadOnlySpan<byte> path) => HiddenProc is not null && HiddenProcFiles.MayBe(path);

    /// <summary>Turns the host path of a hidden file of /proc into one that can be opened: false if it is none, and stays.</summary>
    public bool ShowHidden(PathBuffer host) => HiddenProc?.Replace(host) == true;
}
