using System.Text.RegularExpressions;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Tests.Http.Fake;

/// <summary>Guests in memory.</summary>
internal sealed partial class FakeGuests : IGuestControl
{
    private readonly FakeDaemon _daemon;
    private readonly SortedDictionary<string, GuestInfo> _guests = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public FakeGuests(FakeDaemon daemon)
    {
        _daemon = daemon;
        Put("debian", "Debian GNU/Linux 12 (bookworm)", running: true);
        Put("alpine", "Alpine Linux v3.20", running: false);
    }

    /// <summary>When set, creations and uploads wait for it before they end.</summary>
    public Task? Hold { get; set; }

    /// <summary>What the last upload brought.</summary>
    public long UploadedBytes { get; private set; }

    public IReadOnlyList<GuestInfo> List()
    {
        lock (_lock)
        {
            return [.. _guests.Values.Select(guest => guest with { Units = _daemon.FakeUnits.Count(guest.Name) })];
        }
    }

    public GuestInfo Get(string name) => Find(name) with { Units = _daemon.FakeUnits.Count(name) };

    public async Task<GuestInfo> Create(
        GuestCreation creation, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        MustBeNew(creation.Name);
        if (creation.From == "docker://broken")
        {
            progress.Report(new("manifest", 0, null));
            throw new ControlException(ControlError.Failed, "docker://broken: the registry does not answer; try again");
        }

        for (var layer = 1; layer <= 3; layer++)
        {
            progress.Report(new($"layer {layer} of 3", layer * 1000, 3000));
            await Task.Yield();
        }

        await (Hold ?? Task.CompletedTask).WaitAsync(cancel);
        return Put(creation.Name, "Debian GNU/Linux 12 (bookworm)", running: false, creation.Settings, creation.Rootfs);
    }

    public async Task<GuestInfo> Upload(
        string name, Stream archive, GuestSettings settings, IProgress<CreationProgress> progress, CancellationToken cancel)
    {
        MustBeNew(name);
        var buffer = new byte[64 << 10];
        long total = 0;
        while (await archive.ReadAsync(buffer, cancel) is > 0 and var bytes)
        {
            if (total == 0 && buffer.AsSpan(0, bytes).StartsWith("not an archive"u8))
            {
                throw new ControlException(ControlError.Invalid, "the upload is no archive; send a tar, gz, zst or xz");
            }

            total += bytes;
            progress.Report(new("unpacking", total, null));
        }

        await (Hold ?? Task.CompletedTask).WaitAsync(cancel);
        UploadedBytes = total;
        return Put(name, "Debian GNU/Linux 12 (bookworm)", running: false, settings);
    }

    public GuestInfo Set(string name, GuestSettings settings)
    {
        lock (_lock)
        {
            _guests[name] = Find(name) with { Settings = settings };
        }

        _daemon.Tell(name, null, Find(name).Running ? "running" : "stopped", "");
        return Get(name);
    }

    public Task<GuestInfo> Clone(string name, string copy, CancellationToken cancel)
    {
        var original = Find(name);
        MustBeNew(copy);
        return Task.FromResult(Put(copy, original.OsName, running: false, original.Settings));
    }

    public GuestInfo Rename(string name, string newName)
    {
        var guest = Stopped(name);
        MustBeNew(newName);
        lock (_lock)
        {
            _guests.Remove(name);
        }

        _daemon.Tell(name, null, "removed", "");
        return Put(newName, guest.OsName, running: false, guest.Settings);
    }

    public Task Remove(string name, CancellationToken cancel)
    {
        _ = Stopped(name);
        lock (_lock)
        {
            _guests.Remove(name);
        }

        _daemon.Tell(name, null, "removed", "");
        return Task.CompletedTask;
    }

    public Task Start(string name, CancellationToken cancel) => Boot(name, running: true);

    public Task Stop(string name, CancellationToken cancel) => Boot(name, running: false);

    public GuestInfo Find(string name)
    {
        Check(name);
        lock (_lock)
        {
            return _guests.TryGetValue(name, out var guest)
                ? guest
                : throw new ControlException(ControlError.NotFound, $"{name}: no such guest; see ptracer guest list");
        }
    }

    private static void Check(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw new ControlException(
                ControlError.Invalid, $"{name.ReplaceLineEndings(" ")}: not a guest's name; use letters, digits, '.', '_' and '-'");
        }
    }

    private void MustBeNew(string name)
    {
        Check(name);
        lock (_lock)
        {
            if (_guests.ContainsKey(name))
            {
                throw new ControlException(ControlError.Conflict, $"{name}: there is such a guest already; choose another name");
            }
        }
    }

    private GuestInfo Stopped(string name) =>
        Find(name) is { Running: false } guest
            ? guest
            : throw new ControlException(ControlError.Conflict, $"{name}: is running; stop it first");

    private Task Boot(string name, bool running)
    {
        lock (_lock)
        {
            _guests[name] = Find(name) with { Running = running };
        }

        _daemon.FakeUnits.Boot(name, running);
        _daemon.Tell(name, null, running ? "running" : "stopped", "");
        return Task.CompletedTask;
    }

    private GuestInfo Put(string name, string os, bool running, GuestSettings? settings = null, string? rootfs = null)
    {
        GuestInfo guest = new(
            name, rootfs ?? $"/data/ptracer/guests/{name}/rootfs", rootfs is null, settings ?? new GuestSettings(), running, os,
            FakeDaemon.Epoch, new UnitCounts(0, 0, 0));
        lock (_lock)
        {
            _guests[name] = guest;
        }

        _daemon.Tell(name, null, running ? "running" : "stopped", "");
        return guest;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Name();
}
