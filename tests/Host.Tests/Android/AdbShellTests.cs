using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Android;

/// <summary>What an adb shell tells of its commands, and what it ends with itself.</summary>
public sealed class AdbShellTests(AdbDevice device) : AdbTest(device)
{
    private const string InGuest = "exec ./ptracer run -r cups -b /proc -b /dev ";

    [Fact]
    public void Shell_User_IsAdbs() => Shell(InGuest + "/bin/sh -c 'while read key value rest; do case $key in Uid:) echo $value; esac; done </proc/self/status'")
        .ExpectOutput("2000\n");

    [Theory]
    [InlineData("/bin/sh -c 'exit 0'", 0)]
    [InlineData("/bin/sh -c 'exit 3'", 3)]
    [InlineData("/etc", 126)]
    [InlineData("/no/such/program", 127)]
    [InlineData("/bin/sh -c 'kill -TERM $$'", 143)]
    [InlineData("/bin/sh -c 'kill -KILL $$'", 137)]
    public void Shell_CommandEnds_StatusComesThrough(string command, int status) => Shell(InGuest + command).ExpectStatus(status);

    [Fact]
    public void Shell_InputAndOutput_PassThrough()
    {
        byte[] input = new byte[1_000_000];
        new Random(1).NextBytes(input);
        using GuestProcess shell = StartShell(InGuest + "/bin/cat", "-T");
        GuestRun run = shell.Feed(input).Wait().ExpectSuccess();
        Assert.Equal(input, run.Output);
    }

    [Fact]
    public void Terminal_ControlC_EndsTheGuest()
    {
        using GuestProcess shell = StartShell(InGuest + "/bin/sh -c 'cat & echo begun; cat'", "-tt");
        shell.Expect("begun");
        shell.Input.Write("\x03"u8);
        shell.Input.Flush();
        shell.Wait().ExpectStatus(130);
        Assert.Equal("", Leftovers.Remaining(Scratch));
    }

    [Fact]
    public void Daemon_Detached_OutlivesTheSession()
    {
        string home = AdbDevice.Directory + "/ptracer-home";
        Shell("./ptracer daemon --detach").ExpectSuccess().ExpectText("API at " + home);
        Shell("./ptracer guest create printers --rootfs cups && ./ptracer guest start printers").ExpectSuccess();
        Shell("./ptracer guest list && ./ptracer systemctl -M printers is-active multi-user.target").ExpectSuccess()
            .ExpectText("printers").ExpectText("\nactive\n");
        Shell("./ptracer guest stop printers && ./ptracer guest rm printers").ExpectSuccess();
        Shell($"kill $(cat {home}/run/daemon.pid)").ExpectSuccess();
        Assert.Equal("", Leftovers.Remaining(Scratch));
    }
}
