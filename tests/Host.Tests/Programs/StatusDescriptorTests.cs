using System.Text.Json;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>--json-status-fd: what becomes of the command and its processes.</summary>
public sealed class StatusDescriptorTests : GuestTest
{
    [Fact]
    public void Run_CommandAndLateChild_ToldInOrder()
    {
        JsonElement[] lines = RunTold("(read line </mnt/go; exit 4) & exit 3", "until grep -qs exit told; do sleep 0.01; done; echo >go", 3);
        int command = lines[0].GetProperty("pid").GetInt32();
        Assert.Equal(command, lines[1].GetProperty("process").GetInt32());
        Assert.Equal(3, lines[1].GetProperty("exit").GetInt32());
        Assert.Equal(3, lines[2].GetProperty("exit").GetInt32());
        Assert.False(lines[2].TryGetProperty("process", out _));
        Assert.Equal(4, lines[3].GetProperty("exit").GetInt32());
        Assert.NotEqual(command, lines[3].GetProperty("process").GetInt32());
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void Run_CommandKilled_SignalIsTold()
    {
        JsonElement[] lines = RunTold("kill -KILL $$", ":", 137);
        Assert.Equal(9, lines[^1].GetProperty("signal").GetInt32());
    }

    [Fact]
    public void Run_GuestLooksForTheDescriptor_DoesNotHaveIt()
    {
        RunTold("test ! -e /proc/self/fd/3", ":", 0);
    }

    [Fact]
    public void Run_DescriptorNotOpen_RefusedByName()
    {
        GuestRun run = Host("\"$@\" --json-status-fd 77 true", 125);
        Assert.Contains("--json-status-fd 77: not an open descriptor", run.Stderr, StringComparison.Ordinal);
    }

    // The second script runs on the host meanwhile, in the scratch directory.
    private JsonElement[] RunTold(string guestScript, string hostScript, int status)
    {
        Host($"mkfifo go; ({hostScript}) & \"$@\" --json-status-fd 3 sh -c '{guestScript}' 3>told", status);
        return [.. File.ReadLines(Path.Combine(Scratch, "told")).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private GuestRun Host(string script, int status)
    {
        string[] line =
        [
            .. HostUser, "sh", "-c", $"cd {Scratch}; {script}", "sh", TestPlace.Binary, "run", "-r", TestPlace.Rootfs,
            "-b", "/dev", "-b", "/proc", "-b", $"{Scratch}:/mnt",
        ];
        return StartHost(line).Wait().ExpectStatus(status);
    }
}
