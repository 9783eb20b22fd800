using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;
using Xunit;

namespace Ptracer.Host.Tests.Services;

/// <summary>sd_notify(3) and the watchdog.</summary>
public sealed class ServiceNotifyTests : MachineTest
{
    [Fact]
    public void Ready_EndsTheStart()
    {
        Start("Type=notify\nExecStart=/bin/a");
        Host.Last.Run();
        Notify("STATUS=loading");
        Is("start");
        Notify("READY=1", "STATUS=serving");
        Is("running");
        Assert.Equal("serving", Machine.StatusText);
    }

    [Fact]
    public void Exit_BeforeReady_IsAProtocolError()
    {
        Start("Type=notify\nExecStart=/bin/a");
        Host.Last.Exit();
        Is("failed", "protocol");
    }

    [Fact]
    public void MainPid_IsTakenOver()
    {
        Start("Type=notify\nExecStart=/bin/a");
        FakeCommand main = Host.Last.Run();
        int other = main.Fork();
        Notify($"MAINPID={other}", "READY=1");
        main.Exit();
        Is("running");
        main.End(other, 2);
        Is("failed", "exit-code");
    }

    [Fact]
    public void MainPid_ToldBeforeTheStartIsHeardOf_IsKept()
    {
        Start("Type=notify\nExecStart=/bin/a");
        FakeCommand main = Host.Last;
        Notify("MAINPID=4242", "READY=1");
        main.Run();
        Assert.Equal(4242, Machine.MainPid);
        Is("running");
    }

    [Theory]
    [InlineData("Main", 7, true)]
    [InlineData("Main", 8, false)]
    [InlineData("Main", 9, false)]
    [InlineData("Exec", 8, true)]
    [InlineData("Exec", 9, false)]
    [InlineData("All", 9, true)]
    [InlineData("None", 7, false)]
    public void Allows_BySender(string access, int sender, bool expected) =>
        Assert.Equal(expected, Enum.Parse<NotifyAccess>(access).Allows(sender, mainPid: 7, controlPid: 8));

    [Fact]
    public void Watchdog_Pinged_LivesAndDiesWithoutPings()
    {
        Start("Type=notify\nWatchdogSec=2\nExecStart=/bin/a\nRestart=on-watchdog");
        FakeCommand main = Host.Last.Run();
        Assert.Equal(2_000_000UL, main.Variables.WatchdogMicroseconds);
        Notify("READY=1");
        for (int count = 0; count < 3; count++)
        {
            Host.Advance(1.5);
            Notify("WATCHDOG=1");
            Is("running");
        }

        Host.Advance(2.1);
        Is("stop-watchdog", "watchdog");
        Assert.Contains((main.ProcessId, 6), Host.Signals);
        main.Exit(signal: 6);
        Is("auto-restart", "watchdog");
    }

    [Fact]
    public void Watchdog_Trigger_ActsAtOnce()
    {
        Start("Type=notify\nExecStart=/bin/a");
        Host.Last.Run();
        Notify("READY=1");
        Notify("WATCHDOG=trigger");
        Is("stop-watchdog", "watchdog");
    }

    [Fact]
    public void ReloadingThenReady_IsAReload()
    {
        Start("Type=notify\nExecStart=/bin/a");
        Host.Last.Run();
        Notify("READY=1");
        Notify("RELOADING=1");
        Is("reload");
        Notify("READY=1");
        Is("running");
    }

    [Fact]
    public void Stopping_ThenExit_IsDead()
    {
        Start("Type=notify\nExecStart=/bin/a");
        FakeCommand main = Host.Last.Run();
        Notify("READY=1");
        Notify("STOPPING=1");
        Assert.Equal("deactivating", Ptracer.Host.Daemon.Keeper.ServiceStates.ActiveState(Machine.State));
        main.Exit();
        Is("dead");
    }

    [Fact]
    public void ExtendTimeout_GivesMoreTime()
    {
        Start("Type=notify\nTimeoutStartSec=2\nExecStart=/bin/a");
        Host.Last.Run();
        Host.Advance(1);
        Notify("EXTEND_TIMEOUT_USEC=5000000");
        Host.Advance(4);
        Is("start");
        Host.Advance(1.1);
        Is("stop-sigterm", "timeout");
    }
}
