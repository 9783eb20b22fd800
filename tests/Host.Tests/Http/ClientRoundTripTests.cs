using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Http.Client;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>Every method of the façade through client, socket, server and back.</summary>
public sealed class ClientRoundTripTests : ApiTest
{
    [Fact]
    public void Guests_ListAndGet_AreTheDaemons()
    {
        Assert.Equal(["alpine", "debian"], Client.Guests.List().Select(guest => guest.Name));
        GuestInfo debian = Client.Guests.Get("debian");
        Assert.Equal("Debian GNU/Linux 12 (bookworm)", debian.OsName);
        Assert.True(debian.Running);
        Assert.Equal(Daemon.Guests.Get("debian").Units, debian.Units);
    }

    [Fact]
    public async Task Guests_Create_ReportsProgressAndMakesOne()
    {
        List<string> steps = [];
        GuestSettings settings = new() { Environment = ["A=b"], Autostart = false };
        GuestInfo made = await Client.Guests.Create(
            new("new", null, "docker://debian", settings), new Hear(p => steps.Add(p.Step)), Cancel);
        Assert.Equal("new", made.Name);
        Assert.Equal(["A=b"], made.Settings.Environment);
        Assert.False(made.Settings.Autostart);
        Assert.Contains("layer 3 of 3", steps);
    }

    [Fact]
    public async Task Guests_CreateThatFails_ThrowsWhatTheDaemonThrew()
    {
        ControlException failure = await Assert.ThrowsAsync<ControlException>(
            () => Client.Guests.Create(new("new", null, "docker://broken", new()), new Hear(_ => { }), Cancel));
        Assert.Equal(ControlError.Failed, failure.Kind);
        Assert.Contains("registry does not answer", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guests_Upload_BringsEveryByteAndTheSettings()
    {
        byte[] archive = new byte[5_000_000];
        new Random(1).NextBytes(archive);
        long sent = 0;
        GuestInfo made = await Client.Guests.Upload(
            "up", new MemoryStream(archive), new() { Identity = "7:8" }, new Hear(p => sent = p.DoneBytes), Cancel);
        Assert.Equal("7:8", made.Settings.Identity);
        Assert.Equal(archive.Length, Daemon.FakeGuests.UploadedBytes);
        Assert.Equal(archive.Length, sent);
    }

    [Fact]
    public async Task Guests_UploadRefusedEarly_TellsWhy()
    {
        byte[] archive = new byte[20_000_000];
        "not an archive"u8.CopyTo(archive);
        ControlException failure = await Assert.ThrowsAsync<ControlException>(
            () => Client.Guests.Upload("up", new MemoryStream(archive), new(), new Hear(_ => { }), Cancel));
        Assert.Equal(ControlError.Invalid, failure.Kind);
        Assert.Contains("no archive", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guests_Changes_AreMade()
    {
        Assert.Equal(["/a:/b:ro"], Client.Guests.Set("alpine", new() { Bindings = ["/a:/b:ro"] }).Settings.Bindings);
        Assert.Equal("copy", (await Client.Guests.Clone("alpine", "copy", Cancel)).Name);
        Assert.Equal("other", Client.Guests.Rename("copy", "other").Name);
        await Client.Guests.Start("other", Cancel);
        Assert.True(Daemon.Guests.Get("other").Running);
        await Client.Guests.Stop("other", Cancel);
        Assert.False(Daemon.Guests.Get("other").Running);
        await Client.Guests.Remove("other", Cancel);
        Assert.DoesNotContain("other", Daemon.Guests.List().Select(guest => guest.Name));
    }

    [Theory]
    [InlineData("nosuch", "NotFound")]
    [InlineData("bad name", "Invalid")]
    [InlineData("ümlaut%2f?#", "Invalid")]
    public void Guests_GetOfWrongName_ThrowsWhatTheDaemonThrew(string name, string kind)
    {
        ControlException mine = Assert.Throws<ControlException>(() => Daemon.Guests.Get(name));
        ControlException theirs = Assert.Throws<ControlException>(() => Client.Guests.Get(name));
        Assert.Equal(mine.Message, theirs.Message);
        Assert.Equal(kind, theirs.Kind.ToString());
    }

    [Fact]
    public async Task Guests_RemoveOfRunning_IsConflict()
    {
        ControlException failure = await Assert.ThrowsAsync<ControlException>(() => Client.Guests.Remove("debian", Cancel));
        Assert.Equal(ControlError.Conflict, failure.Kind);
    }

    [Fact]
    public async Task Units_Queries_AreTheDaemons()
    {
        IUnitControl there = Daemon.Units;
        IUnitControl here = Client.Units;
        Assert.Equal(await there.List("debian", Cancel), await here.List("debian", Cancel));
        Assert.Equal(await there.ListFiles("debian", Cancel), await here.ListFiles("debian", Cancel));
        Assert.Equal(await there.Get("debian", "cups", Cancel), await here.Get("debian", "cups", Cancel));
        Assert.Equal(
            await there.Get("debian", @"a\x2db@c:d.service", Cancel), await here.Get("debian", @"a\x2db@c:d.service", Cancel));
        Assert.Equal(await there.Show("debian", "cups", Cancel), await here.Show("debian", "cups", Cancel));
        Assert.Equal(await there.Cat("debian", "cups", Cancel), await here.Cat("debian", "cups", Cancel));
        Assert.Equal(await there.Verify("debian", "cups", Cancel), await here.Verify("debian", "cups", Cancel));
        foreach (bool reversed in (bool[])[false, true])
        {
            Assert.Equal(
                await there.Dependencies("debian", "cups", reversed, Cancel),
                await here.Dependencies("debian", "cups", reversed, Cancel));
        }
    }

    [Fact]
    public async Task Units_Jobs_EndAsTheDaemonSays()
    {
        Assert.Equal("done", (await Client.Units.Run("debian", "ssh", JobKind.Start, JobMode.Replace, Cancel)).Result);
        Assert.Equal("queued", (await Client.Units.Run("debian", "ssh", JobKind.Stop, JobMode.NoBlock, Cancel)).Result);
        JobResult failed = await Client.Units.Run("debian", "redis-server", JobKind.Restart, JobMode.Fail, Cancel);
        Assert.Equal("failed", failed.Result);
        Assert.Contains("exited with 1", failed.Message, StringComparison.Ordinal);
        await Client.Units.ChangeFiles("debian", UnitFileVerb.Mask, ["nginx"], false, Cancel);
        ControlException masked = await Assert.ThrowsAsync<ControlException>(
            () => Client.Units.Run("debian", "nginx", JobKind.Start, JobMode.IgnoreDependencies, Cancel));
        Assert.Equal(ControlError.Refused, masked.Kind);
    }

    [Fact]
    public async Task Units_Changes_AreMade()
    {
        UnitFileChanges changes = await Client.Units.ChangeFiles("debian", UnitFileVerb.Enable, ["ssh", "nginx"], true, Cancel);
        Assert.Equal(2, changes.Changes.Count);
        Assert.Equal("enabled-runtime", (await Daemon.Units.Get("debian", "ssh", Cancel)).UnitFileState);
        await Client.Units.Kill("debian", "cups", 10, "main", Cancel);
        Assert.Equal([("cups.service", 10, "main")], Daemon.FakeUnits.Signals);
        await Client.Units.ResetFailed("debian", "redis-server", Cancel);
        Assert.Equal("inactive", (await Daemon.Units.Get("debian", "redis-server", Cancel)).ActiveState);
        await Client.Units.ResetFailed("debian", null, Cancel);
        await Client.Units.Reload("debian", Cancel);
        Assert.Equal(1, Daemon.FakeUnits.Reloads);
        await Client.Units.SetDefault("debian", "network.target", Cancel);
        Assert.Equal("network.target", await Client.Units.GetDefault("debian", Cancel));
    }

    [Fact]
    public async Task Journal_Read_PassesEveryFilter()
    {
        JournalRequest request = new()
        {
            Units = ["cups.service", "redis-server.service"],
            Since = DateTimeOffset.UnixEpoch,
            Until = new(2027, 1, 1, 1, 2, 3, TimeSpan.FromHours(2)),
            Priority = 4,
            Grep = "a+b&c",
            Lines = 7,
            AfterCursor = "s1",
        };
        Assert.Empty(await Entries(request));
        JournalRequest got = Daemon.FakeJournal.LastRequest!;
        Assert.Equal(request.Units, got.Units);
        Assert.Equal(request with { Units = got.Units }, got);
    }

    [Fact]
    public async Task Journal_Follow_GoesOn()
    {
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        IAsyncEnumerator<JournalEntryInfo> entries =
            Client.Journal.Read("debian", new() { Follow = true, Lines = 1 }, over.Token).GetAsyncEnumerator(Cancel);
        Assert.True(await entries.MoveNextAsync());
        Daemon.FakeJournal.Say("debian", "cups.service", 6, "a new one: ünïcode \u2028\t\"");
        Assert.True(await entries.MoveNextAsync());
        Assert.Equal("a new one: ünïcode \u2028\t\"", entries.Current.Message);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await entries.MoveNextAsync());
        Assert.Equal(8 << 20, Client.Journal.DiskUsage("debian"));
    }

    [Fact]
    public async Task Watch_Changes_Arrive()
    {
        IAsyncEnumerator<StateChange> changes = Client.Watch(Cancel).GetAsyncEnumerator(Cancel);
        Task<bool> first = changes.MoveNextAsync().AsTask();
        await Wait.Until(() => Daemon.Watchers == 1);
        Daemon.Tell("debian", "cups.service", "failed", "failed");
        Assert.True(await first);
        Assert.Equal(("debian", "cups.service", "failed"), (changes.Current.Guest, changes.Current.Unit, changes.Current.ActiveState));
        await changes.DisposeAsync();
        await Wait.Until(() => Daemon.Watchers == 0);
    }

    [Fact]
    public void Resources_AndTheDaemonItself_AreTold()
    {
        Assert.Equal(Daemon.Resources.Processes("debian"), Client.Resources.Processes("debian"));
        Assert.Equal(600, Client.Resources.History("debian").Count);
        Assert.Empty(Client.Resources.History("alpine"));
        Assert.Equal(Daemon.Doctor(), Client.Doctor());
        Assert.Matches(@"^\d+\.\d+\.\d+$", Client.Version());
    }

    [Fact]
    public void Client_WithoutDaemon_SaysHowToStartIt()
    {
        PtracerException failure = Assert.Throws<PtracerException>(() => new ApiClient(PathOf("none.sock")).Version());
        Assert.Contains("ptracer daemon", failure.Message, StringComparison.Ordinal);
    }

    private async Task<List<JournalEntryInfo>> Entries(JournalRequest request)
    {
        List<JournalEntryInfo> entries = [];
        await foreach (JournalEntryInfo entry in Client.Journal.Read("debian", request, Cancel))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private sealed class Hear(Action<CreationProgress> hear) : IProgress<CreationProgress>
    {
        public void Report(CreationProgress value) => hear(value);
    }
}
