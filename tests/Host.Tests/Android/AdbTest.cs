using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Android;

/// <summary>The base of tests that speak to the device by adb. What they start there carries the test's mark, too.</summary>
[Collection(nameof(AdbDevice))]
public abstract class AdbTest : GuestTest
{
    /// <summary>Skips the test where there is no device.</summary>
    protected AdbTest(AdbDevice device)
        : base(RootfsWhereDeviceIs()) => Device = device;

    /// <summary>The device.</summary>
    protected AdbDevice Device { get; }

    /// <summary>Runs a script by adb shell, in the directory with ptracer.</summary>
    protected GuestRun Shell(string script) => Device.Shell(Marked(script));

    /// <summary>Starts such a script.</summary>
    protected GuestProcess StartShell(string script, params string[] options) => Device.StartAdb(["shell", .. options, Marked(script)]);

    /// <summary>Runs a command of the Debian rootfs on the computer's side, in the device's network.</summary>
    protected GuestRun OnComputer(params string[] command)
    {
        using GuestProcess process = Device.Start(Guest.CommandLine(command), Scratch);
        return process.Feed([]).Wait();
    }

    // Before the base has made what only the test's end removes.
    private static string RootfsWhereDeviceIs()
    {
        Assert.SkipWhen(AdbDevice.Missing is not null, AdbDevice.Missing ?? "");
        return TestPlace.Rootfs;
    }

    // A shell of Android looks programs up where no other system has them, and guests inherit that.
    private string Marked(string script) =>
        $"export {Leftovers.Mark}={Scratch} PATH=/usr/sbin:/usr/bin:/sbin:/bin; cd {AdbDevice.Directory}; {script}";
}
