using Ptracer.Host.Daemon.Keeper;
using Ptracer.Units;
using Xunit;

namespace Ptracer.Host.Tests.Services;

/// <summary>The base of tests of a service's life without processes.</summary>
public abstract class MachineTest : IDisposable
{
    private readonly UnitTexts _texts = new();
    private StartLimit? _limit;

    internal FakeServiceHost Host { get; private set; } = new();

    internal ServiceMachine Machine => Host.Machine!;

    /// <summary>A service of settings, started.</summary>
    internal void Start(string settings, string unitSettings = "")
    {
        Unit unit = _texts.Add("s.service", $"[Unit]\n{unitSettings}\n[Service]\n{settings}\n").Load("s.service");
        Assert.Equal(UnitLoadState.Loaded, unit.LoadState);
        _limit ??= new StartLimit(unit.Section.StartLimitInterval, unit.Section.StartLimitBurst);
        Host.Machine = new ServiceMachine(Host, unit.Service, _limit);
        Machine.Start();
    }

    /// <summary>The same, in new surroundings.</summary>
    internal void StartAnew(string settings, string unitSettings = "")
    {
        Host = new FakeServiceHost();
        _limit = null;
        Start(settings, unitSettings);
    }

    internal void Is(string state, string result = "success")
    {
        Assert.Equal((state, result), (Machine.State.SubState(), Machine.Result.Word()));
    }

    internal void Notify(params string[] lines) => Machine.Notified(new NotifyMessage(string.Join('\n', lines)));

    public void Dispose()
    {
        _texts.Dispose();
        GC.SuppressFinalize(this);
    }
}
