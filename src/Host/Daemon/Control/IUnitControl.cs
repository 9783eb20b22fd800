namespace Ptracer.Host.Daemon.Control;

/// <summary>The units of guests. Unit names are whole (<c>cups.service</c>); a name without suffix means a service.</summary>
internal interface IUnitControl
{
    /// <summary>The loaded units of a guest, by name.</summary>
    Task<IReadOnlyList<UnitInfo>> List(string guest, CancellationToken cancel);

    /// <summary>The unit files of a guest and their enablement.</summary>
    Task<IReadOnlyList<UnitFileInfo>> ListFiles(string guest, CancellationToken cancel);

    /// <summary>One unit; it is loaded if it was not. A unit without file is answered with LoadState <c>not-found</c>.</summary>
    Task<UnitInfo> Get(string guest, string unit, CancellationToken cancel);

    /// <summary>The properties as <c>systemctl show</c> prints them, in order.</summary>
    Task<IReadOnlyList<KeyValuePair<string, string>>> Show(string guest, string unit, CancellationToken cancel);

    /// <summary>The unit's files with their texts, as <c>systemctl cat</c> shows them.</summary>
    Task<IReadOnlyList<UnitText>> Cat(string guest, string unit, CancellationToken cancel);

    /// <summary>The units that a unit pulls in (or, reversed, that pull it in), one level.</summary>
    Task<IReadOnlyList<UnitEdge>> Dependencies(string guest, string unit, bool reversed, CancellationToken cancel);

    /// <summary>What of the unit cannot be honoured here, and what is wrong in its files.</summary>
    Task<IReadOnlyList<VerifyFinding>> Verify(string guest, string unit, CancellationToken cancel);

    /// <summary>Runs a job and waits for its end.</summary>
    Task<JobResult> Run(string guest, string unit, JobKind kind, JobMode mode, CancellationToken cancel);

    /// <summary>Sends a signal to processes of a unit.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="signal">The signal's number.</param>
    /// <param name="whom"><c>main</c>, <c>control</c> or <c>all</c>.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task Kill(string guest, string unit, int signal, string whom, CancellationToken cancel);

    /// <summary>Forgets that a unit (or, with null, every unit) failed.</summary>
    Task ResetFailed(string guest, string? unit, CancellationToken cancel);

    /// <summary>Changes unit files: enable, disable, mask, unmask, preset.</summary>
    Task<UnitFileChanges> ChangeFiles(
        string guest, UnitFileVerb verb, IReadOnlyList<string> units, bool runtime, CancellationToken cancel);

    /// <summary>Reads the unit files again.</summary>
    Task Reload(string guest, CancellationToken cancel);

    /// <summary>The default target's name.</summary>
    Task<string> GetDefault(string guest, CancellationToken cancel);

    /// <summary>Sets the default target.</summary>
    Task<UnitFileChanges> SetDefault(string guest, string target, CancellationToken cancel);
}

/// <summary>A unit's state; the words are systemd's.</summary>
internal sealed record UnitInfo
{
    /// <summary>The name, with suffix.</summary>
    public required string Name { get; init; }

    /// <summary>Description=, or the name.</summary>
    public required string Description { get; init; }

    /// <summary><c>loaded</c>, <c>not-found</c>, <c>bad-setting</c>, <c>error</c>, <c>masked</c>.</summary>
    public required string LoadState { get; init; }

    /// <summary><c>active</c>, <c>reloading</c>, <c>inactive</c>, <c>failed</c>, <c>activating</c>, <c>deactivating</c>.</summary>
    public required string ActiveState { get; init; }

    /// <summary>The state below it, by type of unit.</summary>
    public required string SubState { get; init; }

    /// <summary>Enablement: <c>enabled</c>, <c>disabled</c>, <c>static</c>, <c>masked</c> ...; empty without file.</summary>
    public required string UnitFileState { get; init; }

    /// <summary>The guest path of its file; empty without one.</summary>
    public required string FragmentPath { get; init; }

    /// <summary>The main process; 0: none.</summary>
    public int MainPid { get; init; }

    /// <summary>Result= of the last run: <c>success</c>, <c>exit-code</c>, <c>signal</c>, <c>timeout</c> ...</summary>
    public string Result { get; init; } = "success";

    /// <summary>The main process's exit code or signal, when it has ended.</summary>
    public int ExitStatus { get; init; }

    /// <summary>When it entered its active state; null: never.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How often it was restarted by itself.</summary>
    public int Restarts { get; init; }

    /// <summary>STATUS= of sd_notify, or empty.</summary>
    public string StatusText { get; init; } = "";

    /// <summary>Bytes of memory (resident) of all its processes; null when not running.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>CPU time of its processes, nanoseconds; null when not running.</summary>
    public long? CpuNanoseconds { get; init; }

    /// <summary>How many tasks it has; null when not running.</summary>
    public int? Tasks { get; init; }
}

/// <summary>A unit file and its enablement.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="State">As <c>systemctl list-unit-files</c> says.</param>
/// <param name="Preset"><c>enabled</c>, <c>disabled</c> or empty.</param>
internal sealed record UnitFileInfo(string Name, string State, string Preset);

/// <summary>A file of a unit.</summary>
/// <param name="Path">Its guest path.</param>
/// <param name="Text">Its text.</param>
internal sealed record UnitText(string Path, string Text);

/// <summary>A dependency.</summary>
/// <param name="Kind">The setting's name: <c>Wants</c>, <c>Requires</c>, <c>After</c> ...</param>
/// <param name="Unit">The other unit.</param>
internal sealed record UnitEdge(string Kind, string Unit);

/// <summary>A finding of <c>verify</c>.</summary>
/// <param name="Path">The guest path of the file.</param>
/// <param name="Line">Its line, from 1; 0: the whole file.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c>, or <c>not-honoured</c>.</param>
/// <param name="Text">What, and why.</param>
internal sealed record VerifyFinding(string Path, int Line, string Severity, string Text);

/// <summary>The jobs.</summary>
internal enum JobKind
{
    /// <summary>Start it and what it requires.</summary>
    Start,

    /// <summary>Stop it and what requires it.</summary>
    Stop,

    /// <summary>Stop, then start.</summary>
    Restart,

    /// <summary>Restart it if it is active.</summary>
    TryRestart,

    /// <summary>Have it read its configuration again.</summary>
    Reload,

    /// <summary>Reload if it can be reloaded, else restart.</summary>
    ReloadOrRestart,

    /// <summary>As reload-or-restart, if it is active.</summary>
    TryReloadOrRestart,

    /// <summary>Start it, and stop everything that it does not need.</summary>
    Isolate,
}

/// <summary>What happens to queued jobs that conflict, and whether anybody waits.</summary>
internal enum JobMode
{
    /// <summary>Conflicting queued jobs are replaced.</summary>
    Replace,

    /// <summary>Fail if a conflicting job is queued.</summary>
    Fail,

    /// <summary>As Replace, and answer at once without waiting for the job.</summary>
    NoBlock,

    /// <summary>Only the unit itself.</summary>
    IgnoreDependencies,
}

/// <summary>How a job ended.</summary>
/// <param name="Result"><c>done</c>, <c>failed</c>, <c>dependency</c>, <c>timeout</c>, <c>canceled</c>,
/// <c>skipped</c>, <c>assert</c>, <c>queued</c> (no-block).</param>
/// <param name="Message">A line for a person when it is not done; else empty.</param>
internal sealed record JobResult(string Result, string Message);

/// <summary>What can be done to unit files.</summary>
internal enum UnitFileVerb
{
    /// <summary>Make the links of [Install].</summary>
    Enable,

    /// <summary>Remove the links.</summary>
    Disable,

    /// <summary>Disable, then enable.</summary>
    Reenable,

    /// <summary>Link to /dev/null.</summary>
    Mask,

    /// <summary>Remove that link.</summary>
    Unmask,

    /// <summary>As the preset files say.</summary>
    Preset,

    /// <summary>Enable what they say, disable nothing.</summary>
    PresetEnable,

    /// <summary>Disable what they say, enable nothing.</summary>
    PresetDisable,

    /// <summary>Remove every change of the administrator.</summary>
    Revert,
}

/// <summary>What was changed.</summary>
/// <param name="Changes">Lines as systemctl prints them: <c>Created symlink A → B.</c>, <c>Removed "A".</c></param>
/// <param name="CarriesInstall">False: none of the files has an [Install] section (systemctl then explains).</param>
internal sealed record UnitFileChanges(IReadOnlyList<string> Changes, bool CarriesInstall);
