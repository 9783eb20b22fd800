using Ptracer.Host.Daemon.Keeper;
using Xunit;

namespace Ptracer.Host.Tests.Services;

/// <summary>From the start to running, for each Type=.</summary>
public sealed class ServiceStartTests : MachineTest
{
    [Fact]
    public void Start_Simple_RunsAtOnce()
    {
        Start("ExecStart=/bin/a");
        Is("running");
        Host.Last.Run();
        Assert.Equal(Host.Last.ProcessId, Machine.MainPid);
    }

    [Fact]
    public void Start_Exec_RunsWhenItsProgramDoes()
    {
        Start("Type=exec\nExecStart=/bin/a");
        Is("start");
        Host.Last.Run();
        Is("running");
    }

    [Fact]
    public void Start_ExecOfMissingProgram_Fails()
    {
        Host.Missing.Add("/bin/a");
        Start("Type=exec\nExecStart=/bin/a");
        Is("failed", "resources");
    }

    [Theory]
    [InlineData("exec")]
    [InlineData("oneshot")]
    [InlineData("simple")]
    [InlineData("notify")]
    public void Start_IgnoredMissingProgram_IsDead(string type)
    {
        Host.Missing.Add("/bin/a");
        Start($"Type={type}\nExecStart=-/bin/a");
        Is("dead");
    }

    [Fact]
    public void Start_AllCommands_RunInOrder()
    {
        Start("ExecCondition=/bin/c\nExecStartPre=/bin/p1\nExecStartPre=/bin/p2\nType=exec\nExecStart=/bin/a\nExecStartPost=/bin/q");
        Is("condition");
        Host.Last.Exit();
        Host.Last.Exit();
        Is("start-pre");
        Host.Last.Exit();
        Is("start");
        Host.Last.Run();
        Is("start-post");
        Host.Last.Exit();
        Is("running");
        Assert.Equal(["/bin/c", "/bin/p1", "/bin/p2", "/bin/a", "/bin/q"], Host.Commands.Select(command => command.Program));
    }

    [Theory]
    [InlineData(1, "dead", "exec-condition")]
    [InlineData(254, "dead", "exec-condition")]
    [InlineData(255, "failed", "exit-code")]
    public void Condition_Exits_SkipsOrFails(int code, string state, string result)
    {
        Start("ExecCondition=/bin/c\nExecStart=/bin/a\nRestart=no");
        Host.Last.Exit(code);
        Is(state, result);
        Assert.DoesNotContain(Host.Commands, command => command.Program == "/bin/a");
    }

    [Fact]
    public void StartPre_Fails_StopPostRunsAndStartDoesNot()
    {
        Start("ExecStartPre=/bin/p\nExecStart=/bin/a\nExecStopPost=/bin/z");
        Host.Last.Exit(7);
        Is("stop-post", "exit-code");
        Assert.Equal(ServiceResult.ExitCode, Host.Last.Variables.Result);
        Host.Last.Exit();
        Is("failed", "exit-code");
        Assert.Equal(["/bin/p", "/bin/z"], Host.Commands.Select(command => command.Program));
    }

    [Fact]
    public void StartPre_IgnoredFailure_GoesOn()
    {
        Start("ExecStartPre=-/bin/p\nExecStart=/bin/a");
        Host.Last.Exit(7);
        Is("running");
    }

    [Fact]
    public void StartPost_Fails_EndsTheMainProcess()
    {
        Start("ExecStart=/bin/a\nExecStartPost=/bin/q");
        FakeCommand main = Host.Commands[0].Run();
        Host.Last.Exit(1);
        Is("stop-sigterm", "exit-code");
        main.Exit(signal: 15);
        Is("failed", "exit-code");
    }

    [Fact]
    public void Oneshot_Commands_RunOneAfterAnother()
    {
        Start("Type=oneshot\nExecStart=/bin/a\nExecStart=/bin/b");
        Is("start");
        Host.Last.Exit();
        Is("start");
        Assert.Equal("/bin/b", Host.Last.Program);
        Host.Last.Exit();
        Is("dead");
    }

    [Fact]
    public void Oneshot_FirstFails_SecondDoesNotRun()
    {
        Start("Type=oneshot\nExecStart=/bin/a\nExecStart=/bin/b");
        Host.Last.Exit(3);
        Is("failed", "exit-code");
        Assert.Single(Host.Commands);
    }

    [Fact]
    public void Oneshot_RemainAfterExit_StaysActiveUntilStopped()
    {
        Start("Type=oneshot\nRemainAfterExit=yes\nExecStart=/bin/a\nExecStop=/bin/x");
        Host.Last.Exit();
        Is("exited");
        Machine.Stop(forRestart: false);
        Is("stop");
        Host.Last.Exit();
        Is("dead");
    }

    [Fact]
    public void Forking_PidFile_NamesTheMainProcess()
    {
        Start("Type=forking\nPIDFile=/run/a.pid\nExecStart=/bin/a");
        FakeCommand command = Host.Last.Run();
        int daemon = command.Fork();
        command.Exit();
        Is("start");
        Host.PidFile = daemon;
        Host.Advance(0.1);
        Is("running");
        Assert.Equal(daemon, Machine.MainPid);
        command.End(daemon, 1);
        Is("failed", "exit-code");
    }

    [Fact]
    public void Forking_PidFileOfStranger_IsNotBelieved()
    {
        Start("Type=forking\nPIDFile=/run/a.pid\nExecStart=/bin/a");
        FakeCommand command = Host.Last.Run();
        int daemon = command.Fork();
        Host.PidFile = 1;
        command.Exit();
        Is("start");
        Host.PidFile = daemon;
        Host.Advance(0.1);
        Assert.Equal(daemon, Machine.MainPid);
    }

    [Fact]
    public void Forking_NoPidFileAndNothingLeft_IsAProtocolError()
    {
        Start("Type=forking\nPIDFile=/run/a.pid\nExecStart=/bin/a");
        Host.Last.Exit();
        Host.Advance(0.1);
        Is("failed", "protocol");
    }

    [Fact]
    public void Forking_WithoutPidFile_GuessesTheOnlyProcess()
    {
        Start("Type=forking\nExecStart=/bin/a");
        FakeCommand command = Host.Last.Run();
        int daemon = command.Fork();
        command.Exit();
        Is("running");
        Assert.Equal(daemon, Machine.MainPid);
    }

    [Fact]
    public void Start_TimesOut_TermThenKill()
    {
        Start("Type=notify\nTimeoutStartSec=5\nTimeoutStopSec=3\nExecStart=/bin/a");
        FakeCommand main = Host.Last.Run();
        Host.Advance(5.1);
        Is("stop-sigterm", "timeout");
        Assert.Contains((main.ProcessId, 15), Host.Signals);
        Host.Advance(3.1);
        Is("stop-sigkill", "timeout");
        Assert.Contains((main.ProcessId, 9), Host.Signals);
        main.Exit(signal: 9);
        Is("failed", "timeout");
    }

    [Theory]
    [InlineData("abort", "stop-watchdog", 6)]
    [InlineData("kill", "stop-sigkill", 9)]
    public void Start_TimesOutWithMode_SendsItsSignal(string mode, string state, int signal)
    {
        Start($"Type=notify\nTimeoutStartSec=5\nTimeoutStartFailureMode={mode}\nExecStart=/bin/a");
        FakeCommand main = Host.Last.Run();
        Host.Advance(5.1);
        Is(state, "timeout");
        Assert.Contains((main.ProcessId, signal), Host.Signals);
    }

    [Fact]
    public void Start_NoDirectories_Fails()
    {
        Host.CanMakeDirectories = false;
        Start("ExecStart=/bin/a");
        Is("failed", "resources");
        Assert.Empty(Host.Commands);
    }

    [Fact]
    public void Start_TooOften_HitsTheLimit()
    {
        Start("ExecStart=/bin/a\nRestart=always\nRestartSec=0", "StartLimitBurst=3\nStartLimitIntervalSec=10");
        for (int count = 0; count < 3; count++)
        {
            Is("running");
            Host.Last.Exit(1);
            Host.Advance(0.01);
        }

        Is("failed", "start-limit-hit");
        Assert.Equal(3, Host.Commands.Count);
    }

    [Fact]
    public void StartLimit_StartsOfAnEarlierBoot_DoNotCount()
    {
        StartLimit limit = new(new Ptracer.Units.UnitTime(10_000_000), 1);
        limit.Add([900_000]);
        Assert.True(limit.Allows(1000));
        Assert.False(limit.Allows(1001));
    }
}
