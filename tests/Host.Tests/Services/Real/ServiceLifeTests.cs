using System.Diagnostics;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Services.Real;

/// <summary>Templates, kinds of services, their ends, and what of it restarts.</summary>
public sealed class ServiceLifeTests : RealServiceTest
{
    [Fact]
    public void Template_Instances_AreServicesOfTheirOwn()
    {
        Unit("echo@.service", "[Service]\nExecStart=/bin/service log:%i-%p pause\n[Install]\nWantedBy=multi-user.target\n");
        Systemctl("start", "echo@a", "echo@b").ExpectSuccess();
        UntilLogged("a-echo");
        UntilLogged("b-echo");
        Assert.NotEqual(Property("echo@a", "MainPID"), Property("echo@b", "MainPID"));
        Systemctl("stop", "echo@a").ExpectSuccess();
        Assert.Equal("active", Property("echo@b", "ActiveState"));
        Systemctl("enable", "echo@c").ExpectSuccess();
        Assert.Equal("/etc/systemd/system/echo@.service", new FileInfo(InGuest("etc/systemd/system/multi-user.target.wants/echo@c.service")).LinkTarget);
        Ptracer("guest", "stop", "box").ExpectSuccess();
        Ptracer("guest", "start", "box").ExpectSuccess();
        UntilLogged("c-echo");
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("deaf pause")]
    public void WhatKillModeProcessSpares_EndsWithTheGuest(string how)
    {
        Unit("left.service", "[Service]\nType=forking\nKillMode=process\nGuessMainPID=no\nRemainAfterExit=yes\n" +
            $"ExecStart=/bin/service fork:/run/left.pid log:up {how}\n");
        Systemctl("start", "left").ExpectSuccess();
        UntilLogged("up");
        var process = File.ReadAllText(InGuest("run/left.pid")).Trim();
        Systemctl("stop", "left").ExpectSuccess();
        Assert.Equal("inactive", Property("left", "ActiveState"));
        Assert.True(Lives(process));
        Ptracer("guest", "stop", "box").ExpectSuccess();
        Assert.False(Lives(process));
    }

    [Fact]
    public void FailingDependency_FailsTheJobAndStartsOnFailure()
    {
        Unit("bad.service", "[Unit]\nOnFailure=rescue.service\n[Service]\nType=oneshot\nExecStart=/bin/service log:bad exit:3\n");
        Unit("needs.service", "[Unit]\nRequires=bad.service\nAfter=bad.service\n[Service]\nExecStart=/bin/service log:needs pause\n");
        Unit("wants.service", "[Unit]\nWants=bad.service\nAfter=bad.service\n[Service]\nExecStart=/bin/service log:wants pause\n");
        Unit("rescue.service", "[Service]\nType=oneshot\nExecStart=/bin/service log:rescue\n");
        GuestRun run = Systemctl("start", "needs.service").ExpectStatus(1);
        Assert.Equal(
            "A dependency job for needs.service failed. See 'journalctl -xe' for details.\n", run.Stderr);
        Assert.Equal(("failed", "exit-code", "3"), (Property("bad.service", "ActiveState"), Property("bad.service", "Result"), Property("bad.service", "ExecMainStatus")));
        UntilLogged("rescue");
        Assert.Equal(("inactive", "bad"), (Property("needs.service", "ActiveState"), Log()[0]));
        Assert.DoesNotContain("needs", Log());
        Systemctl("start", "wants.service").ExpectSuccess();
        UntilLogged("wants");
        Assert.Contains("control process exited with error code", Systemctl("start", "bad.service").ExpectStatus(1).Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void StartLimit_Reached_FailsUntilItIsReset()
    {
        Unit("loop.service", "[Unit]\nStartLimitBurst=3\nStartLimitIntervalSec=60\n[Service]\nRestart=on-failure\nRestartSec=400ms\nExecStart=/bin/service log:run exit:1\n");
        long start = Stopwatch.GetTimestamp();
        Systemctl("start", "loop.service");
        UntilProperty("loop.service", "ActiveState", "failed");
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(1200), "it did not wait");
        Assert.Equal(3, Log().Length);
        Assert.Equal("start-limit-hit", Property("loop.service", "Result"));
        Assert.Contains("start-limit-hit", Systemctl("status", "loop.service").ExpectStatus(3).Stdout, StringComparison.Ordinal);
        Systemctl("start", "loop.service").ExpectStatus(1);
        Assert.Equal(3, Log().Length);
        Systemctl("reset-failed", "loop.service").ExpectSuccess();
        Systemctl("start", "loop.service");
        UntilLogged("run", 4);
    }

    [Fact]
    public void SuccessExitStatus_IsNoFailureToRestartAfter()
    {
        Unit("ok.service", "[Service]\nRestart=on-failure\nSuccessExitStatus=7\nExecStart=/bin/service log:ok sleep:50 exit:7\n");
        Systemctl("start", "ok.service").ExpectSuccess();
        UntilProperty("ok.service", "ActiveState", "inactive");
        Assert.Equal(("success", "0"), (Property("ok.service", "Result"), Property("ok.service", "NRestarts")));
        Unit("bad.service", "[Service]\nRestart=on-failure\nRestartSec=50ms\nExecStart=/bin/service log:bad sleep:50 exit:7\n");
        Systemctl("start", "bad.service").ExpectSuccess();
        UntilLogged("bad", 2);
        Assert.Single(Log(), line => line == "ok");
    }

    [Fact]
    public void Forking_PidFile_NamesTheMainProcess()
    {
        Unit("fork.service", "[Service]\nType=forking\nPIDFile=/run/fork.pid\nExecStart=/bin/service fork:/run/fork.pid log:up pause\n");
        Systemctl("start", "fork.service").ExpectSuccess();
        string pid = Property("fork.service", "MainPID");
        Assert.Equal(File.ReadAllText(InGuest("run/fork.pid")).Trim(), pid);
        Systemctl("stop", "fork.service").ExpectSuccess();
        Assert.False(Lives(pid));
        Assert.Equal("success", Property("fork.service", "Result"));
    }

    [Fact]
    public void Oneshot_RemainsAfterExitUntilItIsStopped()
    {
        Unit("once.service", "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/service log:begin\nExecStart=/bin/service log:more\nExecStop=/bin/service log:end\n");
        Systemctl("start", "once.service").ExpectSuccess();
        Assert.Equal(("active", "exited"), (Property("once.service", "ActiveState"), Property("once.service", "SubState")));
        Systemctl("start", "once.service").ExpectSuccess();
        Systemctl("stop", "once.service").ExpectSuccess();
        Assert.Equal(["begin", "more", "end"], Log());
    }

    [Fact]
    public void Stop_DeafProgram_IsKilledAfterTimeoutStopSec()
    {
        Unit("deaf.service", "[Service]\nTimeoutStopSec=700ms\nExecStart=/bin/service deaf log:up pause\n");
        Systemctl("start", "deaf.service").ExpectSuccess();
        UntilLogged("up");
        string pid = Property("deaf.service", "MainPID");
        long start = Stopwatch.GetTimestamp();
        Systemctl("stop", "deaf.service").ExpectSuccess();
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(700), "killed at once");
        Assert.Equal(("failed", "timeout"), (Property("deaf.service", "ActiveState"), Property("deaf.service", "Result")));
        Assert.False(Lives(pid));
    }

    [Fact]
    public void Enabled_DaemonStoppedAndStarted_RunsOn()
    {
        Unit("on.service", "[Service]\nExecStart=/bin/service log:on pause\n[Install]\nWantedBy=multi-user.target\n");
        Systemctl("enable", "--now", "on.service").ExpectSuccess();
        UntilLogged("on");
        string pid = Property("on.service", "MainPID");
        Assert.Contains("daemon", RunHost(TestPlace.Binary, "daemon").ExpectStatus(125).Stderr, StringComparison.Ordinal);
        EndDaemon();
        BeginDaemon();
        Assert.Equal(pid, Property("on.service", "MainPID"));
        Ptracer("guest", "stop", "box").ExpectSuccess();
        Assert.False(Lives(pid));
        EndDaemon();
        BeginDaemon();
        Ptracer("guest", "start", "box").ExpectSuccess();
        UntilLogged("on", 2);
    }
}
