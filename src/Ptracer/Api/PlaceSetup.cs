using Ptracer.Diagnostics;
using Ptracer.Features;
using Ptracer.Features.HiddenProc;
using Ptracer.Features.Ipc;
using Ptracer.Features.StandIns;
using Ptracer.Guest;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>Decides what a session makes itself because the place refuses or lacks it.</summary>
internal static class PlaceSetup
{
    public static PlaceSupport Build(SessionOptions options, BindingTable mounts, StandInFiles? standIns, IpcSupport ipc)
    {
        Sleeps? sleeps = ipc.IsWhole && standIns is null ? null : new Sleeps();
        return new PlaceSupport
        {
            StandIns = standIns,
            Fifos = standIns is null ? null : new Fifos(sleeps!),
            HiddenProc = HasProc(mounts) && HiddenProcFiles.IsNeeded ? new HiddenProcFiles(options.KernelRelease) : null,
            Ipc = ipc.IsWhole ? null : new IpcNamespace(sleeps!) { HasSystemV = !ipc.HasSystemV },
            Sleeps = sleeps,
            Stubs = new StubFiles(options.LoaderPath),
        };
    }

    private static bool HasProc(BindingTable mounts)
    {
        for (int i = 0; i < mounts.Count; i++)
        {
            if (mounts[i].Type == MountType.Proc)
            {
                return true;
            }
        }

        return false;
    }
}
