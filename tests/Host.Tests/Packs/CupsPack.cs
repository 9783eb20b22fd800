using System.Globalization;
using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Packs;

/// <summary>A pack of the profile cups, made once by the guest's user.</summary>
public sealed class CupsPack : IDisposable
{
    /// <summary>Packs it.</summary>
    public CupsPack()
    {
        RootfsPath = Path.Combine(TestPlace.ScratchParent, "ptracer-cups-" + Path.GetRandomFileName());
        Directory.CreateDirectory(RootfsPath);
        RootfsPath += "/pack";
        Make(RootfsPath);
    }

    /// <summary>Packs into what its name says, in a directory that becomes the guest's user's.</summary>
    public static void Make(string output)
    {
        HostCommand.Run("chown", TestPlace.UserId.ToString(CultureInfo.InvariantCulture), Path.GetDirectoryName(output)!);
        string[] line =
        [
            .. new TestGuest(TestPlace.Rootfs).NativeLine([]), TestPlace.Binary, "pack", "-o", output, "--from", TestPlace.Rootfs,
            "--profile", "cups",
        ];
        HostCommand.Run(line[0], line[1..]);
    }

    /// <summary>Its host path.</summary>
    public string RootfsPath { get; }

    /// <inheritdoc/>
    public void Dispose() => HostCommand.Run("rm", "-rf", Path.GetDirectoryName(RootfsPath)!);
}
