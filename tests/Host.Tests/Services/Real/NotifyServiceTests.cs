using Xunit;

namespace Ptracer.Host.Tests.Services.Real;

/// <summary>Type=notify with programs that speak sd_notify(3) themselves.</summary>
public sealed class NotifyServiceTests : RealServiceTest
{
    [Fact]
    public void Ready_GatesWhatIsOrderedAfter()
    {
        Unit("base.service", "[Service]\nType=notify\nExecStart=/bin/service log:base 'send:STATUS=warming up' wait:/data/go log:ready 'send:READY=1;STATUS=open' pause\n");
        Unit("next.service", "[Unit]\nRequires=base.service\nAfter=base.service\n[Service]\nExecStart=/bin/service log:next pause\n");
        Systemctl("start", "--no-block", "next.service").ExpectSuccess();
        UntilProperty("base.service", "StatusText", "warming up");
        Assert.Equal("activating", Property("base.service", "ActiveState"));
        Assert.Equal("inactive", Property("next.service", "ActiveState"));
        Touch("go");
        UntilLogged("next");
        Assert.Equal(["base", "ready", "next"], Log());
        Assert.Contains("Status: \"open\"", Systemctl("status", "base.service").ExpectSuccess().Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public void Watchdog_KeptAliveThenStarved_IsAbortedAndRestarted()
    {
        Unit("dog.service", "[Service]\nType=notify\nWatchdogSec=2\nRestart=on-watchdog\nRestartSec=300ms\n" +
            "ExecStart=/bin/service log:dog send:READY=1 beat:/data/starve pause\nExecStopPost=/bin/sh -c 'echo end $$SERVICE_RESULT $$EXIT_CODE $$EXIT_STATUS >>/data/log'\n");
        Systemctl("start", "dog.service").ExpectSuccess();
        string first = Property("dog.service", "MainPID");
        Thread.Sleep(3500);
        Assert.Equal(first, Property("dog.service", "MainPID"));
        Assert.Single(Log());
        Touch("starve");
        Assert.Matches("^end watchdog (dumped|killed) ABRT$", UntilLogged("end")[0]); // where cores go, the machine says
        File.Delete(InGuest("data/starve"));
        UntilLogged("dog", 2);
        UntilProperty("dog.service", "ActiveState", "active");
        Assert.Equal("1", Property("dog.service", "NRestarts"));
        Assert.NotEqual(first, Property("dog.service", "MainPID"));
    }

    [Fact]
    public void MainPidAndStopping_AreBelieved()
    {
        Unit("moved.service", "[Service]\nType=notify\nNotifyAccess=all\nExecStart=/bin/sh -c 'service log:child%%p pause & echo $$! >/data/child; service send:READY=1\\;MAINPID=$$!; wait; '\n");
        Systemctl("start", "moved.service").ExpectSuccess();
        Assert.Equal(File.ReadAllText(InGuest("data/child")).Trim(), Property("moved.service", "MainPID"));
        Unit("leaving.service", "[Service]\nType=notify\nExecStart=/bin/service send:READY=1 wait:/data/leave send:STOPPING=1 wait:/data/gone\n");
        Systemctl("start", "leaving.service").ExpectSuccess();
        Touch("leave");
        UntilProperty("leaving.service", "ActiveState", "deactivating");
        Touch("gone");
        UntilProperty("leaving.service", "ActiveState", "inactive");
        Assert.Equal("success", Property("leaving.service", "Result"));
    }

    [Fact]
    public void DescriptorStore_OutlivesARestart()
    {
        Unit("keep.service", "[Service]\nType=notify\nRestart=always\nRestartSec=50ms\nFileDescriptorStoreMax=4\nExecStart=/bin/service fds store:pipe send:READY=1 pause\n");
        Systemctl("start", "keep.service").ExpectSuccess();
        Systemctl("kill", "keep.service").ExpectSuccess();
        UntilLogged("fds=1");
        Assert.Equal(["fds=- mine=0 names=-", "fds=1 mine=1 names=pipe"], Log());
    }
}
