using Ptracer.Host.Daemon.Supervisor;
using Xunit;

namespace Ptracer.Host.Tests.Services;

/// <summary>Which jobs a request means, and in which order they run.</summary>
public sealed class JobTests : IDisposable, IJobRunner
{
    private readonly UnitTexts _texts = new();
    private readonly List<string> _ran = [];
    private readonly List<string> _ended = [];
    private readonly List<string> _cycles = [];
    private UnitSet? _set;
    private JobQueue? _queue;

    private UnitSet Set => _set ??= _texts.Set();

    private JobQueue Queue => _queue ??= new JobQueue(Set, this);

    void IJobRunner.Run(Job job)
    {
        if (job.Type == JobType.VerifyActive)
        {
            Queue.Finish(job, job.Unit.IsActive ? "done" : "dependency", "");
            return;
        }

        if (job.Unit.Unit.Type == Ptracer.Units.UnitType.Slice)
        {
            job.Unit.ActiveState = "active"; // what every service needs, and no test is about
            Queue.Finish(job, "done", "");
            return;
        }

        _ran.Add($"{job.Type} {job.Unit.Id}");
    }

    void IJobRunner.JobEnded(Job job, string result)
    {
        if (job.Unit.Unit.Type != Ptracer.Units.UnitType.Slice)
        {
            _ended.Add($"{job.Unit.Id} {result}");
        }
    }

    void IJobRunner.DependencyFailed(UnitRuntime unit)
    {
        // The queue tells the job's end as well.
    }

    void IJobRunner.CycleFound(UnitRuntime unit) => _cycles.Add(unit.Id);

    [Fact]
    public void Start_Requires_RunInOrder()
    {
        _texts.Plain("a.service", "Requires=b.service\nAfter=b.service").Plain("b.service", "Requires=c.service\nAfter=c.service").Plain("c.service", "");
        Begin("a.service", JobType.Start);
        Assert.Equal(["Start c.service"], _ran);
        End("c.service");
        End("b.service");
        Assert.Equal(["Start c.service", "Start b.service", "Start a.service"], _ran);
    }

    [Fact]
    public void Start_WithoutOrder_RunsAtOnce()
    {
        _texts.Plain("a.service", "Requires=b.service").Plain("b.service", "");
        Begin("a.service", JobType.Start);
        Assert.Equal(2, _ran.Count);
    }

    [Fact]
    public void Start_Before_CountsAsMuch()
    {
        _texts.Plain("a.service", "Wants=b.service").Plain("b.service", "Before=a.service");
        Begin("a.service", JobType.Start);
        Assert.Equal(["Start b.service"], _ran);
    }

    [Fact]
    public void Stop_Ordered_IsTheOtherWayRound()
    {
        _texts.Plain("a.service", "Requires=b.service\nAfter=b.service").Plain("b.service", "");
        Set.Get("a.service").ActiveState = Set.Get("b.service").ActiveState = "active";
        Begin("b.service", JobType.Stop);
        Assert.Equal(["Stop a.service"], _ran);
        End("a.service", "inactive");
        Assert.Equal(["Stop a.service", "Stop b.service"], _ran);
    }

    [Fact]
    public void Start_DependencyFails_DependantsDo()
    {
        _texts.Plain("a.service", "Requires=b.service\nAfter=b.service").Plain("b.service", "Requires=c.service\nAfter=c.service").Plain("c.service", "");
        Begin("a.service", JobType.Start);
        Queue.Finish(Set.Get("c.service").Job!, "failed", "");
        Assert.Equal(["a.service dependency", "b.service dependency", "c.service failed"], _ended);
        Assert.Empty(Queue.All);
    }

    [Fact]
    public void Start_WantedFails_GoesOn()
    {
        _texts.Plain("a.service", "Wants=b.service\nAfter=b.service").Plain("b.service", "");
        Begin("a.service", JobType.Start);
        Queue.Finish(Set.Get("b.service").Job!, "failed", "");
        Assert.Equal(["Start b.service", "Start a.service"], _ran);
    }

    [Fact]
    public void Start_WantsMissing_IsIgnored()
    {
        _texts.Plain("a.service", "Wants=none.service");
        Begin("a.service", JobType.Start);
        Assert.Equal(["Start a.service"], _ran);
    }

    [Fact]
    public void Start_WantedRequiresMissing_LeavesTheWantedOut()
    {
        _texts.Plain("a.service", "Wants=b.service").Plain("b.service", "Requires=none.service c.service").Plain("c.service", "");
        Begin("a.service", JobType.Start);
        Assert.Equal(["Start a.service"], _ran);
    }

    [Fact]
    public void Start_RequiresMissing_IsRefused()
    {
        _texts.Plain("a.service", "Requires=none.service");
        Assert.Equal("Unit none.service not found.", new TransactionBuilder(Set).Add(Set.Get("a.service"), JobType.Start, isRequired: true));
    }

    [Fact]
    public void Start_Conflicts_StopsTheOtherFirst()
    {
        _texts.Plain("a.service", "Conflicts=b.service\nAfter=b.service").Plain("b.service", "");
        Set.Get("b.service").ActiveState = "active";
        Begin("a.service", JobType.Start);
        Assert.Equal(["Stop b.service"], _ran);
        End("b.service", "inactive");
        Assert.Equal(["Stop b.service", "Start a.service"], _ran);
    }

    [Theory]
    [InlineData("active", "Start a.service")]
    [InlineData("inactive", null)]
    public void Start_Requisite_NeedsItActive(string state, string? ran)
    {
        _texts.Plain("a.service", "Requisite=b.service\nAfter=b.service").Plain("b.service", "");
        Set.Get("a.service");
        Set.Get("b.service").ActiveState = state;
        Begin("a.service", JobType.Start);
        Assert.Equal(ran is null ? [] : [ran], _ran);
        Assert.Equal(ran is null, _ended.Contains("a.service dependency"));
    }

    [Fact]
    public void Start_Cycle_IsBroken()
    {
        _texts.Plain("a.service", "Wants=b.service\nAfter=b.service").Plain("b.service", "After=a.service");
        Begin("a.service", JobType.Start);
        Assert.Single(_cycles);
        Assert.Single(_ran);
        End(_cycles[0]);
        Assert.Equal(2, _ran.Count);
    }

    [Fact]
    public void Restart_BoundUnits_RestartToo()
    {
        _texts.Plain("a.service", "PartOf=b.service\nAfter=b.service").Plain("b.service", "");
        Set.Get("a.service").ActiveState = Set.Get("b.service").ActiveState = "active";
        Begin("b.service", JobType.Restart);
        Assert.Equal(["Restart a.service"], _ran);
    }

    [Fact]
    public void Stop_WhileStartWaits_TakesItsPlace()
    {
        _texts.Plain("a.service", "Wants=b.service\nAfter=b.service").Plain("b.service", "");
        string told = "";
        Begin("a.service", JobType.Start);
        Set.Get("a.service").Job!.WhenDone((result, _) => told = result);
        Set.Get("a.service").ActiveState = "activating";
        Begin("a.service", JobType.Stop);
        Assert.Equal("canceled", told);
        Assert.Equal("Stop a.service", _ran[^1]);
    }

    public void Dispose() => _texts.Dispose();

    private void Begin(string unit, JobType type)
    {
        TransactionBuilder transaction = new(Set);
        Assert.Null(transaction.Add(Set.Get(unit), type, isRequired: true));
        Queue.Install(transaction.Jobs, ignoresOrder: false);
    }

    private void End(string unit, string state = "active")
    {
        Set.Get(unit).ActiveState = state;
        Queue.Finish(Set.Get(unit).Job!, "done", "");
    }
}
