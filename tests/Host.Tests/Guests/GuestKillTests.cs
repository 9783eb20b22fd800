using System.Diagnostics;
using System.Globalization;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

/// <summary>Kills at any moment, and many at once: what is in the list is whole, and what was acknowledged is there.</summary>
public sealed class GuestKillTests : GuestsTest
{
    private const int Kills = 100;
    private readonly Random _random = new(4711);

    [Fact]
    public void Kill_AtAnyMoment_LeavesTheStoreWhole()
    {
        string whole = Listing(Rootfs);
        Ptracer("import", "mini", "base", "--env", "N=0").ExpectSuccess();
        int acknowledged = 0;
        int killed = 0;
        for (int i = 1; i <= Kills; i++)
        {
            string number = i.ToString(CultureInfo.InvariantCulture);
            string[][] steps = [
                ["guest", "create", "new", "--from", "mini"], ["guest", "clone", "base", "copy"], ["guest", "rename", "base", "moved"],
                ["guest", "rename", "moved", "base"], ["guest", "rm", "new"], ["guest", "rm", "copy"], ["guest", "set", "base", "--env", "N=" + number],
                ["guest", "set", "moved", "--env", "N=" + number],
            ];
            string[] step = steps[_random.Next(steps.Length)];
            (int status, bool wasKilled) = RunAndKill(step);
            killed += wasKilled ? 1 : 0;
            acknowledged = status == 0 && step[1] == "set" ? i : acknowledged;
            CheckStore(whole, acknowledged, wasKilled && step[1] == "set" ? i : null);
        }

        Assert.True(killed > Kills / 5, $"only {killed} were killed before their end");
        Ptracer("guest", "create", "last", "--rootfs", "mini").ExpectSuccess();
        Assert.DoesNotContain(Directory.GetFileSystemEntries(GuestsPath), path => Path.GetFileName(path) is ['.', 'n' or 'o', ..]);
    }

    [Fact]
    public void Create_TwoOfOneName_OneWins()
    {
        for (int i = 0; i < 10; i++)
        {
            string name = "box" + i.ToString(CultureInfo.InvariantCulture);
            GuestProcess[] both = [StartCreate(name), StartCreate(name), StartCreate(name)];
            GuestRun[] runs = [.. both.Select(process => process.Wait())];
            Assert.Single(runs, run => run.Status == 0);
            Assert.All(runs.Where(run => run.Status != 0), run => Assert.Matches(
                $"^ptracer: guest {name}: (exists already|is being made by another process)[^\n]*\n$", run.Stderr));
        }

        Assert.Equal(10, Names().Length);
    }

    [Fact]
    public void Set_ByManyAtOnce_LosesNothing()
    {
        Ptracer("guest", "create", "box", "--rootfs", "mini").ExpectSuccess();
        GuestProcess[] all = [.. Enumerable.Range(0, 20).Select(number =>
            StartHost([.. HostUser, TestPlace.Binary, "guest", "set", "box", "--env", string.Create(CultureInfo.InvariantCulture, $"V{number}=1")]))];
        Assert.All(all, process => process.Wait().ExpectSuccess());
        Assert.Equal(20, Ptracer("guest", "show", "box").Stdout.Split('\n').Count(line => line.StartsWith("env ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Create_EndedBySignal_LeavesNothing()
    {
        GuestProcess process = StartHost([.. HostUser, TestPlace.Binary, "guest", "create", "box", "--from", TestPlace.Rootfs]);
        string begun = Path.Combine(GuestsPath, ".new-box", "rootfs", "etc");
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(begun), TimeSpan.FromSeconds(20)), "it did not begin");
        process.Signal(GuestSignal.Terminate);
        process.Wait().ExpectStatus(143);
        Assert.Equal([".lock"], Directory.GetFileSystemEntries(GuestsPath).Select(Path.GetFileName));
    }

    private GuestProcess StartCreate(string name) =>
        StartHost([.. HostUser, TestPlace.Binary, "guest", "create", name, "--from", "mini"]);

    /// <summary>Its status, and whether it was killed before its end.</summary>
    private (int Status, bool WasKilled) RunAndKill(string[] words)
    {
        ProcessStartInfo start = Guest.StartInfo([.. HostUser, TestPlace.Binary, .. words]);
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        bool ended = process.WaitForExit(_random.Next(1, 60));
        if (!ended)
        {
            process.Kill();
        }

        process.WaitForExit();
        return (process.ExitCode, !ended && process.ExitCode == 137);
    }

    private void CheckStore(string whole, int acknowledged, int? mayBe)
    {
        GuestRun list = Ptracer("guest", "list").ExpectSuccess();
        Assert.Equal("", list.Stderr);
        string[] names = Names();
        Assert.Single(names, name => name is "base" or "moved");
        foreach (string name in names)
        {
            Assert.Equal(whole, Listing(Path.Combine(GuestsPath, name, "rootfs")));
        }

        string settings = Ptracer("guest", "show", names.Contains("base") ? "base" : "moved").ExpectSuccess().Stdout;
        bool isKnown = settings.Contains($"N={acknowledged}\n", StringComparison.Ordinal) ||
            settings.Contains($"N={mayBe ?? -1}\n", StringComparison.Ordinal) || _unacknowledged.Any(
                number => settings.Contains($"N={number}\n", StringComparison.Ordinal));
        Assert.True(isKnown, settings);
        if (mayBe is { } number)
        {
            _unacknowledged.Add(number);
        }
    }

    private readonly List<int> _unacknowledged = [];
}
