using Ptracer.Diagnostics;
using Ptracer.Features.StandIns;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer;

/// <summary>Decides whether a session looks for stand-ins: it costs each listing and each status a stop more.</summary>
internal static class StandInPlace
{
    /// <summary>Tells the mounts that links may be stand-ins, if some can be, and gives what makes them.</summary>
    public static StandInFiles? Find(SessionOptions options, BindingTable mounts)
    {
        bool isForced = options.HardLinks == HardLinks.Emulated;
        if (Unistd.geteuid() == 0)
        {
            return isForced ? throw new PtracerException("hard links as symbolic links: only for an ordinary user; root needs none of it") : null;
        }

        if (!isForced && !HasStore(mounts) && !AndroidChecks.IsAndroid)
        {
            return null;
        }

        mounts.StandIns = new StandInNames();
        return new StandInFiles(mounts, !isForced);
    }

    private static bool HasStore(BindingTable mounts)
    {
        PathBuffer path = new(2 * Resolution.PathMax);
        return path.Set(mounts.Root.HostPath) && path.Append(StandIn.Directory) && HostFiles.TypeOf(path.WithNul, out _) == Errno.None;
    }
}
