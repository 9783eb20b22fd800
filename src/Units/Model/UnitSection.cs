namespace Ptracer.Units;

/// <summary>The [Unit] section: systemd.unit(5). Names are what the files say, nothing implied.</summary>
internal sealed class UnitSection
{
    private static readonly string[] s_urlSchemes = ["http://", "https://", "file:/", "info:", "man:"];

    /// <summary>Reads it.</summary>
    public UnitSection(SettingReader settings)
    {
        Description = settings.Text("Description");
        Documentation = settings.Words(["Documentation"], WordFlags.Unquote, (at, word) => Url(settings, at, word));
        SourcePath = settings.Path("SourcePath");
        Dependencies = ReadDependencies(settings);
        RequiresMountsFor = settings.Paths("RequiresMountsFor");
        StopWhenUnneeded = settings.Flag("StopWhenUnneeded");
        RefuseManualStart = settings.Flag("RefuseManualStart");
        RefuseManualStop = settings.Flag("RefuseManualStop");
        AllowIsolate = settings.Flag("AllowIsolate");
        DefaultDependencies = settings.Flag("DefaultDependencies", true);
        OnSuccessJobMode = settings.Word("OnSuccessJobMode", UnitWords.JobModes, JobMode.Fail, "Failed to parse job mode");
        OnFailureJobMode = settings.Word("OnFailureJobMode", UnitWords.JobModes, JobMode.Replace, "Failed to parse job mode");
        IgnoreOnIsolate = settings.OptionalFlag("IgnoreOnIsolate");
        JobTimeout = settings.Last("JobTimeoutSec", UnitTime.ParseLimit, "Failed to parse JobTimeoutSec= parameter") ?? UnitTime.Infinity;
        JobRunningTimeout = settings.Last("JobRunningTimeoutSec", UnitTime.ParseLimit, "Failed to parse JobRunningTimeoutSec= parameter") ?? JobTimeout;
        JobTimeoutAction = Action(settings, "JobTimeoutAction");
        JobTimeoutRebootArgument = settings.Text("JobTimeoutRebootArgument");
        StartLimitInterval = settings.Time(settings.Has("StartLimitIntervalSec") ? "StartLimitIntervalSec" : "StartLimitInterval", UnitTime.FromSeconds(10));
        StartLimitBurst = settings.Count("StartLimitBurst", 5);
        StartLimitAction = Action(settings, "StartLimitAction");
        FailureAction = Action(settings, "FailureAction");
        SuccessAction = Action(settings, "SuccessAction");
        FailureActionExitStatus = ActionStatus(settings, "FailureActionExitStatus");
        SuccessActionExitStatus = ActionStatus(settings, "SuccessActionExitStatus");
        RebootArgument = settings.Text("RebootArgument");
        Conditions = Condition.Read(settings, "Condition");
        Asserts = Condition.Read(settings, "Assert");
        CollectMode = settings.Word("CollectMode", UnitWords.CollectModes, CollectMode.Inactive, "Failed to parse garbage collection mode");
    }

    public string? Description { get; }

    public IReadOnlyList<string> Documentation { get; }

    public string? SourcePath { get; }

    /// <summary>What is named, by kind of dependency; a kind that is not named is not there.</summary>
    public IReadOnlyDictionary<DependencyKind, IReadOnlyList<string>> Dependencies { get; }

    public IReadOnlyList<string> Requires => Of(DependencyKind.Requires);

    public IReadOnlyList<string> Requisite => Of(DependencyKind.Requisite);

    public IReadOnlyList<string> Wants => Of(DependencyKind.Wants);

    public IReadOnlyList<string> BindsTo => Of(DependencyKind.BindsTo);

    public IReadOnlyList<string> PartOf => Of(DependencyKind.PartOf);

    public IReadOnlyList<string> Upholds => Of(DependencyKind.Upholds);

    public IReadOnlyList<string> Conflicts => Of(DependencyKind.Conflicts);

    public IReadOnlyList<string> Before => Of(DependencyKind.Before);

    public IReadOnlyList<string> After => Of(DependencyKind.After);

    public IReadOnlyList<string> OnFailure => Of(DependencyKind.OnFailure);

    public IReadOnlyList<string> OnSuccess => Of(DependencyKind.OnSuccess);

    public IReadOnlyList<string> PropagatesReloadTo => Of(DependencyKind.PropagatesReloadTo);

    public IReadOnlyList<string> ReloadPropagatedFrom => Of(DependencyKind.ReloadPropagatedFrom);

    public IReadOnlyList<string> PropagatesStopTo => Of(DependencyKind.PropagatesStopTo);

    public IReadOnlyList<string> StopPropagatedFrom => Of(DependencyKind.StopPropagatedFrom);

    public IReadOnlyList<string> JoinsNamespaceOf => Of(DependencyKind.JoinsNamespaceOf);

    /// <summary>Absolute paths.</summary>
    public IReadOnlyList<string> RequiresMountsFor { get; }

    public bool StopWhenUnneeded { get; }

    public bool RefuseManualStart { get; }

    public bool RefuseManualStop { get; }

    public bool AllowIsolate { get; }

    public bool DefaultDependencies { get; }

    public JobMode OnSuccessJobMode { get; }

    public JobMode OnFailureJobMode { get; }

    /// <summary>Null: as the type has it.</summary>
    public bool? IgnoreOnIsolate { get; }

    public UnitTime JobTimeout { get; }

    public UnitTime JobRunningTimeout { get; }

    public EmergencyAction JobTimeoutAction { get; }

    public string? JobTimeoutRebootArgument { get; }

    public UnitTime StartLimitInterval { get; }

    public uint StartLimitBurst { get; }

    public EmergencyAction StartLimitAction { get; }

    public EmergencyAction FailureAction { get; }

    public EmergencyAction SuccessAction { get; }

    public int? FailureActionExitStatus { get; }

    public int? SuccessActionExitStatus { get; }

    public string? RebootArgument { get; }

    public IReadOnlyList<Condition> Conditions { get; }

    public IReadOnlyList<Condition> Asserts { get; }

    public CollectMode CollectMode { get; }

    private IReadOnlyList<string> Of(DependencyKind kind) => Dependencies.TryGetValue(kind, out IReadOnlyList<string>? names) ? names : [];

    private static Dictionary<DependencyKind, IReadOnlyList<string>> ReadDependencies(SettingReader settings)
    {
        Dictionary<DependencyKind, IReadOnlyList<string>> result = [];
        foreach ((DependencyKind kind, string[] keys) in DependencyKinds.Keys)
        {
            IReadOnlyList<string> names = settings.UnitNames(keys);
            if (names.Count > 0)
            {
                result[kind] = names;
            }
        }

        return result;
    }

    private static string? Url(SettingReader settings, Assignment assignment, string word)
    {
        if (settings.Expand(assignment, word) is not { } url)
        {
            return null;
        }

        if (s_urlSchemes.Any(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && url.Length > scheme.Length))
        {
            return url;
        }

        settings.Warn(assignment, $"Invalid URL, ignoring: {url}");
        return null;
    }

    private static EmergencyAction Action(SettingReader settings, string key) =>
        settings.Word(key, UnitWords.Actions, EmergencyAction.None, $"Failed to parse {key}=");

    private static int? ActionStatus(SettingReader settings, string key)
    {
        int? result = null;
        foreach (Assignment assignment in settings.Of(key))
        {
            byte? status = ExitStatusNames.Parse(assignment.Value);
            if (status is null && assignment.Value.Length > 0)
            {
                settings.Warn(assignment, $"Failed to parse exit status '{assignment.Value}', ignoring: Invalid argument");
                continue;
            }

            result = status;
        }

        return result;
    }
}
