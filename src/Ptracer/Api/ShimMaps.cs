using Ptracer.Engines.Shim;
using Ptracer.Features;
using Ptracer.Guest;

namespace Ptracer;

/// <summary>Lets /proc/PID/maps leave the shim out: only the engine knows where it lies.</summary>
internal static class ShimMaps
{
    public static ProcMaps Create() => new(Parts(Abi.X64), Parts(Abi.I386));

    private static (ulong Start, ulong End)[] Parts(Abi abi)
    {
        ShimRegion shim = ShimRegion.Of(abi);
        (ulong, ulong) table = (ShimLayout.FastTable, ShimLayout.FastTable + 1); // by where it begins
        return abi == Abi.I386
            ? [(shim.Base, shim.TextEnd), (shim.Data, shim.End)]
            : [(shim.Base, shim.TextEnd), (shim.Data, shim.End), table];
    }
}
