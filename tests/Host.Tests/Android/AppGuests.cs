using System.Globalization;
using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Android;

/// <summary>
/// The place of all guests of the suite where PTRACER_ANDROID is set: one simulated device, on which the tests' own
/// directories and the rootfs lie where they lie here.
/// </summary>
internal static class AppGuests
{
    private static readonly Lazy<AndroidDevice> s_device = new(Make);

    /// <summary>What stands before the words of ptracer.</summary>
    public static IReadOnlyList<string> Prefix(string directory) =>
        [.. s_device.Value.Prefix([.. TestPlace.Android!.Split(' '), "-E", "-u", TestPlace.UserId.ToString(CultureInfo.InvariantCulture)], directory), AndroidDevice.Program];

    /// <summary>The process that has an id on the device; 0: none has.</summary>
    public static int ProcessOf(int deviceId) => s_device.Value.ProcessOf(deviceId);

    private static AndroidDevice Make()
    {
        string place = Directory.CreateTempSubdirectory("ptracer-device-").FullName;
        string parent = Path.GetDirectoryName(TestPlace.Rootfs)!;
        AndroidDevice device = new(TestPlace.Binary, place, "-b", $"{TestPlace.ScratchParent}:{TestPlace.ScratchParent}", "-b", $"{parent}:{parent}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            device.Dispose();
            Directory.Delete(place, recursive: true);
        };
        return device;
    }
}
