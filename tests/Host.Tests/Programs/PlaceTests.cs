using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>Where PTRACER_ANDROID is set: that guests are on the device, and under its filters.</summary>
public sealed class PlaceTests : GuestTest
{
    [Fact]
    public void Android_Guest_IsInItsSandbox()
    {
        Assert.SkipUnless(TestPlace.IsAndroid, "PTRACER_ANDROID is not set");
        Guest = Guest.Bind("/system/build.prop:/build.prop");
        Sh("cat /build.prop").ExpectSuccess().ExpectText("ro.build.version.sdk=");
        string filters = Sh("sed -n 's/^Seccomp_filters:.//p' /proc/self/status").ExpectSuccess().Stdout;
        Assert.Equal(TestPlace.Android!.Contains("-V", StringComparison.Ordinal), filters is not "1\n");
    }
}
