namespace Ptracer.Host.Http.Json;

/// <summary>An error (RFC 9457).</summary>
/// <param name="Type">Always <c>about:blank</c>: the status says what kind it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">One line that names the thing and the remedy.</param>
/// <param name="Kind">The daemon's own word: <c>not-found</c>, <c>conflict</c> ...; null: HTTP itself refused.</param>
internal sealed record ProblemDocument(string Type, string Title, int Status, string Detail, string? Kind = null);

/// <summary>What serves the API.</summary>
/// <param name="Version">ptracer's version.</param>
/// <param name="Api">The API's version: the number in its paths.</param>
internal sealed record VersionPayload(string Version, int Api);

/// <summary>The body of a request for a guest.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rootfs">A rootfs directory used in place, or null.</param>
/// <param name="From">What is copied, or null.</param>
/// <param name="Settings">Its settings; null: the usual ones.</param>
internal sealed record CreateRequest(string Name, string? Rootfs = null, string? From = null, SettingsPayload? Settings = null);

/// <summary>A name, for clone and rename.</summary>
/// <param name="Name">The name.</param>
internal sealed record NamePayload(string Name);

/// <summary>The body of a request for a job.</summary>
/// <param name="Kind"><c>start</c>, <c>stop</c>, <c>restart</c>, <c>try-restart</c> ...</param>
/// <param name="Mode"><c>replace</c>, <c>fail</c>, <c>no-block</c> or <c>ignore-dependencies</c>.</param>
internal sealed record JobRequest(string Kind, string Mode = "replace");

/// <summary>The body of a request to send a signal.</summary>
/// <param name="Signal">The signal's number.</param>
/// <param name="Whom"><c>main</c>, <c>control</c> or <c>all</c>.</param>
internal sealed record KillRequest(int Signal = 15, string Whom = "all");

/// <summary>The body of a request to change unit files.</summary>
/// <param name="Verb"><c>enable</c>, <c>disable</c>, <c>mask</c> ...</param>
/// <param name="Units">The units' names.</param>
/// <param name="Runtime">Only until the guest is stopped.</param>
internal sealed record UnitFilesRequest(string Verb, IReadOnlyList<string> Units, bool Runtime = false);

/// <summary>The default target.</summary>
/// <param name="Target">Its name.</param>
internal sealed record TargetPayload(string Target);

/// <summary>What a journal takes.</summary>
/// <param name="Bytes">Bytes on disk.</param>
internal sealed record UsagePayload(long Bytes);

/// <summary>A text of the client in an exec connection.</summary>
/// <param name="Resize">The terminal's new size.</param>
internal sealed record ExecControl(TerminalSize Resize);

/// <summary>A terminal's size.</summary>
/// <param name="Columns">In characters.</param>
/// <param name="Rows">In lines.</param>
internal sealed record TerminalSize(int Columns, int Rows);

/// <summary>The last text of the server in an exec connection.</summary>
/// <param name="Exit">The command's exit status: its code, or 128 and the signal.</param>
internal sealed record ExecExit(int Exit);
