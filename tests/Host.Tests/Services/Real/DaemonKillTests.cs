using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Services.Real;

/// <summary>The daemon is killed at any moment, under load: no service is lost, started twice, or in a torn state.</summary>
public sealed class DaemonKillTests : RealServiceTest
{
    private const int Always = 6;
    private readonly Random _random = new(4711);

    // $PTRACER_KILLS for a shorter or longer run by hand.
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("PTRACER_KILLS") ?? "100", CultureInfo.InvariantCulture);

    [Fact]
    public void Kill_AtAnyMoment_LosesNoServiceAndStartsNoneTwice()
    {
        WriteUnits();
        string[] names = [.. Enumerable.Range(1, Always).Select(number => "always" + Text(number))];
        Systemctl(["start", .. names, "served.socket", "flap", "tick.timer"]).ExpectSuccess();
        string door = Talk(Door);
        Dictionary<string, string> before = names.ToDictionary(name => name, name => Property(name, "MainPID"));
        using CancellationTokenSource end = new();
        Thread client = new(() => Hammer(end.Token));
        client.Start();
        for (int i = 0; i < Kills; i++)
        {
            // A start and a stop that the kill may meet half-way.
            GuestProcess work = StartHost([.. HostUser, TestPlace.Binary, "systemctl", "-M", "box", i % 2 == 0 ? "start" : "stop", "onoff"]);
            Thread.Sleep(_random.Next(1, 300));
            ReplaceDaemon();
            work.Wait();
        }

        end.Cancel();
        client.Join();
        Assert.True(_refused == 0 && _served > 0, $"{_served} served, {_refused} refused");
        Assert.Equal(door, Talk(Door));
        foreach (string name in names)
        {
            Assert.Equal(("active", before[name]), (Property(name, "ActiveState"), Property(name, "MainPID")));
            Assert.Single(Log(), line => line.StartsWith(name + " ", StringComparison.Ordinal));
        }

        Assert.Single(Log(), line => line.StartsWith("served ", StringComparison.Ordinal));
        CheckRestarts();
        CheckOnOff();
        CheckFiles();
    }

    private UnixDomainSocketEndPoint Door => new(InGuest("run/served.sock"));

    private int _served, _refused;

    private void WriteUnits()
    {
        for (int number = 1; number <= Always; number++)
        {
            Unit($"always{Text(number)}.service", $"[Service]\nRestart=always\nExecStart=/bin/service 'log:always{Text(number)} %%p' pause\n");
        }

        Unit("served.socket", "[Socket]\nListenStream=/run/served.sock\n");
        Unit("served.service", "[Service]\nExecStart=/bin/service 'log:served %%p' serve\n");
        Unit("flap.service", "[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestart=always\nRestartSec=100ms\nExecStart=/bin/service 'log:flap %%p' sleep:150 'log:flapped %%p'\n");
        Unit("tick.timer", "[Timer]\nOnActiveSec=100ms\nOnUnitActiveSec=200ms\nAccuracySec=1ms\n");
        Unit("tick.service", "[Unit]\nStartLimitIntervalSec=0\n[Service]\nType=oneshot\nExecStart=/bin/service log:tick\n");
        Unit("onoff.service", "[Unit]\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/service 'log:onoff %%p' pause\n");
    }

    private void Hammer(CancellationToken end)
    {
        while (!end.WaitHandle.WaitOne(20))
        {
            try
            {
                _served += Talk(Door).StartsWith("served 0 by ", StringComparison.Ordinal) ? 1 : 0;
            }
            catch (SocketException)
            {
                _refused++;
            }
        }
    }

    // One at a time: each run ends before the next begins.
    private void CheckRestarts()
    {
        int count = UntilLogged("flap ").Length;
        UntilLogged("flap ", count + 1);
        Systemctl("stop", "flap").ExpectSuccess();
        string last = "";
        foreach (string line in Log().Where(line => line.StartsWith("flap", StringComparison.Ordinal)))
        {
            Assert.False(last.StartsWith("flap ", StringComparison.Ordinal) && line.StartsWith("flap ", StringComparison.Ordinal), $"{last}, then {line}");
            last = line;
        }

        int ticks = UntilLogged("tick").Length;
        Assert.True(
            Polled(() => Log().Count(line => line == "tick") > ticks),
            $"no tick after {ticks}\n{Systemctl("show", "tick.timer", "tick.service").Stdout}");
        Systemctl("stop", "tick.timer").ExpectSuccess();
    }

    private void CheckOnOff()
    {
        Systemctl("start", "onoff").ExpectSuccess();
        string pid = Property("onoff", "MainPID");
        Assert.True(Polled(() => Log().Contains("onoff " + pid)), string.Join('|', Log()));
        string[] living = [.. Log().Where(line => line.StartsWith("onoff ", StringComparison.Ordinal) && Lives(line[6..]))];
        Assert.Equal(["onoff " + pid], living);
    }

    private void CheckFiles()
    {
        string state = Path.Combine(GuestsPath, "box", "state");
        string[] files = Directory.GetFiles(state, "state", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
        }
    }
}
