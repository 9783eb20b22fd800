using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Programs;

namespace Ptracer.Host.Tests.Packs;

/// <summary>The base of tests that pack something from the Debian rootfs, as the unprivileged user, and run it.</summary>
public abstract class PackTest : ServerTest
{
    /// <summary>Where a pack goes.</summary>
    protected string PackPath => Path.Combine(Scratch, "pack");

    /// <summary>Runs <c>ptracer pack</c> as the guest's user.</summary>
    protected GuestRun PackWith(params string[] words) =>
        StartHost([.. Guest.NativeLine([]), TestPlace.Binary, "pack", .. words]).Wait(120);

    /// <summary>Packs from the Debian rootfs into the pack's directory, and makes that the test's guest.</summary>
    protected GuestRun Pack(params string[] words)
    {
        var run = PackWith(["-o", PackPath, "--from", TestPlace.Rootfs, .. words]).ExpectSuccess();
        Guest = Guest with { Rootfs = PackPath };
        return run;
    }
}
