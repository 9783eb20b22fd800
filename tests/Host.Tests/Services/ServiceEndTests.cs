using Ptracer.Host.Daemon.Keeper;
using Xunit;

namespace Ptracer.Host.Tests.Services;

/// <summary>From running to dead, and what follows.</summary>
public sealed class ServiceEndTests : MachineTest
{
    // systemd.service(5), table "Exit causes and the effect of the Restart= settings": clean exit, unclean code, unclean
    // signal, timeout, watchdog.
    [Theory]
    [InlineData("no", "-----")]
    [InlineData("always", "XXXXX")]
    [InlineData("on-success", "X----")]
    [InlineData("on-failure", "-XXXX")]
    [InlineData("on-abnormal", "--XXX")]
    [InlineData("on-abort", "--X--")]
    [InlineData("on-watchdog", "----X")]
    public void Restart_EachEnd_FollowsTheTable(string setting, string expected)
    {
        string seen = "";
        for (int cause = 0; cause < 5; cause++)
        {
            StartAnew($"Type=notify\nExecStart=/bin/a\nRestart={setting}\nRestartSec=1\nTimeoutStartSec=2\nWatchdogSec=4");
            FakeCommand main = Host.Last.Run();
            if (cause != 3)
            {
                Notify("READY=1");
            }

            Host.Advance(cause is 3 or 4 ? 4.5 : 0.1);
            main.Exit(cause == 1 ? 1 : 0, cause switch { 2 => 9, 3 => 15, 4 => 6, _ => 0 });
            seen += Machine.State == ServiceState.AutoRestart ? 'X' : '-';
        }

        Assert.Equal(expected, seen);
    }

    [Theory]
    [InlineData("RestartPreventExitStatus=7", "always", 7, false)]
    [InlineData("RestartForceExitStatus=7", "no", 7, true)]
    [InlineData("SuccessExitStatus=7", "on-failure", 7, false)]
    public void Restart_ExitStatusLists_Count(string list, string restart, int code, bool restarts)
    {
        Start($"ExecStart=/bin/a\nRestart={restart}\n{list}");
        Host.Last.Exit(code);
        Assert.Equal(restarts, Machine.State == ServiceState.AutoRestart);
    }

    [Fact]
    public void Restart_AfterItsTime_StartsAndCounts()
    {
        Start("ExecStart=/bin/a\nRestart=always\nRestartSec=2");
        Host.Last.Exit(1);
        Is("auto-restart", "exit-code");
        Host.Advance(1.9);
        Assert.Single(Host.Commands);
        Host.Advance(0.2);
        Is("running");
        Assert.Equal((2, 1), (Host.Commands.Count, Machine.Restarts));
    }

    [Fact]
    public void Stop_WhileRestartIsAwaited_IsDeadAndLeavesNothing()
    {
        Start("ExecStart=/bin/a\nRestart=always\nRestartSec=2\nRuntimeDirectory=a\nRuntimeDirectoryPreserve=restart");
        Host.Last.Exit(1);
        Machine.Stop(forRestart: false);
        Is("dead", "exit-code");
        Assert.Equal((1, 1), (Host.RuntimeDirectoryRemovals, Host.StoredFileRemovals));
        Host.Advance(10);
        Assert.Single(Host.Commands);
    }

    [Fact]
    public void Stop_Running_TermAndDeadAndNoRestart()
    {
        Start("ExecStart=/bin/a\nRestart=always");
        FakeCommand main = Host.Last.Run();
        Machine.Stop(forRestart: false);
        Is("stop-sigterm");
        Assert.Contains((main.ProcessId, 15), Host.Signals);
        main.Exit(signal: 15);
        Is("dead");
    }

    [Fact]
    public void Stop_ExecStop_RunsBeforeTheSignal()
    {
        Start("ExecStart=/bin/a\nExecStop=/bin/x");
        FakeCommand main = Host.Last.Run();
        Machine.Stop(forRestart: false);
        Assert.Equal((main.ProcessId, "/bin/x"), (Host.Last.Variables.MainPid, Host.Last.Program));
        Assert.Empty(Host.Signals);
        Host.Last.Exit();
        Is("stop-sigterm");
    }

    [Fact]
    public void Stop_ExecStopHangs_TimesOut()
    {
        Start("ExecStart=/bin/a\nExecStop=/bin/x\nTimeoutStopSec=2");
        FakeCommand main = Host.Last.Run();
        Machine.Stop(forRestart: false);
        FakeCommand stop = Host.Last.Run();
        Host.Advance(2.1);
        Is("stop-sigterm", "timeout");
        Host.Advance(2.1);
        Is("stop-sigkill", "timeout");
        stop.Exit(signal: 9);
        main.Exit(signal: 9);
        Is("failed", "timeout");
    }

    [Fact]
    public void Stop_NoSigkill_GivesUp()
    {
        Start("ExecStart=/bin/a\nTimeoutStopSec=2\nSendSIGKILL=no");
        Host.Last.Run();
        Machine.Stop(forRestart: false);
        Host.Advance(5);
        Is("failed", "timeout");
        Assert.DoesNotContain(Host.Signals, sent => sent.Signal == 9);
    }

    [Fact]
    public void KillMode_ControlGroup_ReachesAll()
    {
        Start("ExecStart=/bin/a");
        FakeCommand main = Host.Last.Run();
        int child = main.Fork();
        Machine.Stop(forRestart: false);
        Assert.Contains((child, 15), Host.Signals);
        main.Exit(signal: 15);
        Is("final-sigterm");
        main.End(child, signal: 15);
        Is("dead");
    }

    [Fact]
    public void KillMode_Mixed_TermsMainAndKillsTheRest()
    {
        Start("ExecStart=/bin/a\nKillMode=mixed");
        FakeCommand main = Host.Last.Run();
        int child = main.Fork();
        Machine.Stop(forRestart: false);
        Assert.DoesNotContain(Host.Signals, sent => sent.Process == child);
        main.Exit(signal: 15);
        Is("final-sigkill");
        Assert.Contains((child, 9), Host.Signals);
        main.End(child, signal: 9);
        Is("dead");
    }

    [Fact]
    public void KillMode_Process_SparesTheRest()
    {
        Start("ExecStart=/bin/a\nKillMode=process");
        FakeCommand main = Host.Last.Run();
        int child = main.Fork();
        Machine.Stop(forRestart: false);
        main.Exit(signal: 15);
        Is("dead");
        Assert.DoesNotContain(Host.Signals, sent => sent.Process == child);
    }

    [Fact]
    public void KillMode_None_SignalsNobody()
    {
        Start("ExecStart=/bin/a\nKillMode=none\nExecStop=/bin/x");
        Host.Last.Run();
        Machine.Stop(forRestart: false);
        Host.Last.Exit();
        Is("dead");
        Assert.Empty(Host.Signals);
    }

    [Fact]
    public void Stop_ForRestart_SendsRestartKillSignal()
    {
        Start("ExecStart=/bin/a\nRestartKillSignal=SIGUSR1");
        FakeCommand main = Host.Last.Run();
        Machine.Stop(forRestart: true);
        Assert.Contains((main.ProcessId, 10), Host.Signals);
        Assert.True(Machine.IsRestarting);
    }

    [Fact]
    public void Tracer_Killed_CountsAsTheServicesEnd()
    {
        Start("ExecStart=/bin/a\nRestart=on-failure");
        Host.Last.Run();
        Host.Last.LoseTracer();
        Is("auto-restart", "signal");
    }

    [Fact]
    public void Oneshot_Term_IsAFailure()
    {
        Start("Type=oneshot\nExecStart=/bin/a");
        Host.Last.Exit(signal: 15);
        Is("failed", "signal");
    }

    [Fact]
    public void RuntimeMax_Passes_StopsWithTimeout()
    {
        Start("ExecStart=/bin/a\nRuntimeMaxSec=3");
        FakeCommand main = Host.Last.Run();
        Host.Advance(3.1);
        main.Exit(signal: 15);
        Is("failed", "timeout");
    }

    [Fact]
    public void Reload_Fails_ServiceGoesOn()
    {
        Start("ExecStart=/bin/a\nExecReload=/bin/r");
        Host.Last.Run();
        Machine.Reload();
        Is("reload");
        Host.Last.Exit(1);
        Is("running");
        Assert.Equal(ServiceResult.ExitCode, Machine.ReloadResult);
    }
}
