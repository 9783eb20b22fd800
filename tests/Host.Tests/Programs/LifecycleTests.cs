using System.Globalization;
using Ptracer.Host.Tests.Android;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>How a session ends: signals, late grandchildren, a killed tracer.</summary>
public sealed class LifecycleTests : GuestTest
{
    [Fact]
    public void Tracer_Killed_LeavesNoGuestProcess()
    {
        var session = StartSh("""
            mkfifo never
            sleep 1000 &
            setsid sleep 1000 &
            (trap '' HUP TERM INT; exec sleep 1000) &
            sh -c 'kill -STOP $$' &
            sh -c 'sh -c "sleep 1000 & echo deep; exec cat" & cat' <never &
            python3 -c 'import threading, time; [threading.Thread(target=time.sleep, args=(1000,)).start() for i in range(4)]; print("threads", flush=True)' &
            echo started
            exec cat never
            """);
        session.Expect("threads");
        session.Signal(GuestSignal.Kill);
        Assert.Equal("", Leftovers.Remaining(Scratch));
    }

    [Fact]
    public void Daemon_OfAnotherSession_IsFoundByItsProgram()
    {
        SkipOnAndroid("each run there has its own process ids");
        using var daemon = StartSh("echo $$ >pid; echo ready; exec sleep 1000").Expect("ready");
        Sh("""
            until [ "$(readlink /proc/$(cat pid)/exe)" = /usr/bin/sleep ]; do sleep 0.01; done
            start-stop-daemon --stop --pidfile pid --exec /bin/true && exit 1
            start-stop-daemon --stop --pidfile pid --exec /bin/sleep --retry 5
            """).ExpectSuccess();
        daemon.Wait().ExpectStatus(143);
    }

    [Fact]
    public void DirectoryOfASession_IsGoneWithIt_OrWithTheNextIfItWasKilled()
    {
        SkipOnAndroid("it lies in the app's own directory");
        const string Script = """
            of() { echo /tmp/ptracer-glue-$1; }
            "$@" true & one=$!
            "$@" sleep 1000 & killed=$!
            wait $one
            until test -d $(of $killed); do sleep 0.01; done
            kill -9 $killed
            wait $killed
            "$@" test -d /not/there/yet || echo missing
            ls -d $(of $one) $(of $killed) 2>&- || :
            """;
        StartHost([.. HostUser, "sh", "-c", Script, "sh", TestPlace.Binary, "run", "-r", TestPlace.Rootfs, "-b", $"{Scratch}:/not/there/yet"])
            .Wait().ExpectText("");
    }

    [Fact]
    public void Terminate_CommandWithoutHandler_EndsByTheSignal()
    {
        using var session = Start("sh", "-c", "echo ready; exec cat").Expect("ready");
        session.Signal(GuestSignal.Terminate);
        session.Wait().ExpectStatus(143);
    }

    [Theory]
    [InlineData(GuestSignal.Hangup, "HUP")]
    [InlineData(GuestSignal.Interrupt, "INT")]
    [InlineData(GuestSignal.Quit, "QUIT")]
    [InlineData(GuestSignal.User1, "USR1")]
    [InlineData(GuestSignal.User2, "USR2")]
    [InlineData(GuestSignal.Terminate, "TERM")]
    public void Signal_CommandWithHandler_EndsByItsOwnStatus(GuestSignal signal, string name)
    {
        // A signal that comes right before bash's read(2) runs its trap only once that returns: so it does, in a second.
        using var session = Start("bash", "-c", $"trap 'echo got {name}; exit 7' {name}; echo ready; while ! read -t 1 line; do :; done");
        session.Expect("ready");
        session.Signal(signal);
        session.Wait().ExpectStatus(7).ExpectText($"got {name}\n");
    }

    [Fact]
    public void Signal_ManyInARow_AllReachACountingCommand()
    {
        Write("count.py", """
            import os, signal
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM})
            print("ready", flush=True)
            while (got := signal.sigwait({signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM})) != signal.SIGTERM:
                print("got", got.name, flush=True)

            """);
        using var session = Start("python3", "count.py").Expect("ready");
        for (var round = 0; round < 20; round++)
        {
            session.Signal(GuestSignal.User1);
            session.Expect("got SIGUSR1\n");
            session.Signal(GuestSignal.User2);
            session.Expect("got SIGUSR2\n");
        }

        session.Signal(GuestSignal.Terminate);
        session.Wait().ExpectSuccess();
    }

    [Fact]
    public void Grandchild_OutlivesTheCommand_StatusStaysTheCommands()
    {
        using var session = StartSh("mkfifo late; (read line <late; echo late $line; exit 9) & echo $$; exit 3");
        AwaitCommand(session);
        // Were the session over, nobody would read the pipe's other end, and the grandchild's line would not come.
        HostCommand.Run("timeout", "10", "sh", "-c", $"echo enough >{Scratch}/late");
        session.Wait().ExpectStatus(3).ExpectText("late enough\n");
    }

    [Fact]
    public void Grandchild_WithKillOnExit_EndsWithTheCommand()
    {
        Guest = Guest with { Options = ["--kill-on-exit"] };
        using var session = StartSh("mkfifo never; (trap '' TERM HUP; cat never) & setsid cat never & echo ready; exit 3");
        session.Wait(20).ExpectStatus(3);
    }

    [Fact]
    public void Command_KilledByAnotherGuestProcess_StatusIsTheSignals() =>
        Sh("kill -KILL $$ & wait").ExpectStatus(137);

    [Fact]
    public void Command_StoppedAndContinuedFromOutside_GoesOn()
    {
        using var session = StartSh("echo $$; read line; echo went on $line");
        var pid = CommandId(session);
        HostCommand.Run("kill", "-STOP", $"{pid}");
        session.Input.Write("well\n"u8);
        session.Input.Flush();
        HostCommand.Run("timeout", "10", "sh", "-c", $"until grep -q '^State:.[Tt]' /proc/{pid}/status; do :; done; kill -CONT {pid}");
        session.Wait().ExpectSuccess().ExpectText("went on well\n");
    }

    [Fact]
    public void Session_OneThousandProcessesAtOnce_AllEnd() =>
        Run(Compile("fork_many.c"), "1000").ExpectOutput("1000 alive\n1000 ended, sum 2997\n");

    [Fact]
    public void Session_TwoHundredThreadsOpeningFiles_NoneFails() =>
        Run(Compile("open_threads.c"), "200").ExpectOutput("200 threads, 0 failures, rmdir 0\n");

    [Fact]
    public void Session_ManyShortProcesses_AreAllReaped() =>
        Sh("i=0; while [ $i -lt 300 ]; do /bin/true & i=$((i+1)); done; wait; echo $i").ExpectOutput("300\n");

    private static int CommandId(GuestProcess session)
    {
        session.Expect("\n");
        int told = int.Parse(session.Stdout.Split('\n')[0], NumberStyles.None, CultureInfo.InvariantCulture);
        return TestPlace.IsAndroid ? AppGuests.ProcessOf(told) : told;
    }

    private static void AwaitCommand(GuestProcess session) =>
        Assert.True(Harness.Posix.WaitEnd(CommandId(session), TimeSpan.FromSeconds(10)), "the command did not end");
}
