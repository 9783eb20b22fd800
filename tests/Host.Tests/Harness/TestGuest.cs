using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Ptracer.Host.Tests.Android;

namespace Ptracer.Host.Tests.Harness;

/// <summary>A guest as a test wants it: everything that goes on ptracer's command line before the command.</summary>
public sealed record TestGuest(string Rootfs)
{
    private static readonly string[] s_defaultSignals = ["/usr/bin/env", "--default-signal"];

    /// <summary>Bindings, as -b takes them.</summary>
    public ImmutableArray<string> Bindings { get; init; } = ["/proc", "/dev"];

    /// <summary>Further options, -0 for example.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>The working directory in the guest, null for ptracer's own choice.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The working directory of ptracer itself.</summary>
    public string HostDirectory { get; init; } = "/";

    /// <summary>The whole environment.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A host sh script that starts the tracer's command line, its "$@"; null starts it directly.</summary>
    public string? Launcher { get; init; }

    /// <summary>The same guest with -0.</summary>
    public TestGuest AsRoot() => this with { Options = Options.Add("-0") };

    /// <summary>The same guest with one more binding.</summary>
    public TestGuest Bind(string binding) => this with { Bindings = Bindings.Add(binding) };

    /// <summary>The same guest with a variable set.</summary>
    public TestGuest With(string name, string value) => this with { Variables = Variables.SetItem(name, value) };

    /// <summary>The command line that runs a command in this guest as the unprivileged user.</summary>
    public IReadOnlyList<string> CommandLine(IEnumerable<string> command) =>
        [.. Program(), "run", .. PlaceOptions, "-r", Rootfs, .. Bindings.SelectMany(binding => new[] { "-b", binding }),
            .. Options, .. WorkingDirectory is null ? Array.Empty<string>() : ["-w", WorkingDirectory], "--", .. command];

    /// <summary>The same without the tracer: a command line of the host, by the same user and launcher.</summary>
    public IReadOnlyList<string> NativeLine(IEnumerable<string> command) => [.. UserPrefix(), .. LauncherWords(), .. command];

    /// <summary>
    /// The words before a command line that make it the unprivileged user's, when the suite itself is root's. The signal
    /// dispositions become the default ones, because a test runner may have been started with SIGPIPE ignored.
    /// </summary>
    internal static IReadOnlyList<string> UserPrefix()
    {
        var user = TestPlace.UserId.ToString(CultureInfo.InvariantCulture);
        string[] identity = TestPlace.IsRoot ? ["setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--"] : [];
        return [.. identity, .. s_defaultSignals];
    }

    // A device refuses hard links. The simulator could do that only by a filter, which would hide them from ptracer, too.
    private static string[] PlaceOptions => TestPlace.IsAndroid ? ["--link2symlink"] : [];

    // On a device its simulator, which needs root, makes the command the user's.
    private IReadOnlyList<string> Program() => TestPlace.IsAndroid
        ? [.. s_defaultSignals, .. LauncherWords(), .. AppGuests.Prefix(HostDirectory)]
        : [.. NativeLine([]), TestPlace.Binary];

    private string[] LauncherWords() => Launcher is null ? [] : ["/bin/sh", "-c", Launcher, "sh"];

    /// <summary>What <see cref="Process.Start(ProcessStartInfo)"/> needs for a command line in this guest's place.</summary>
    internal ProcessStartInfo StartInfo(IReadOnlyList<string> line)
    {
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { WorkingDirectory = HostDirectory, UseShellExecute = false };
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
