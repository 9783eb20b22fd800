using System.Globalization;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>The environment of a service's commands: systemd.exec(5), "Environment variables in spawned processes".</summary>
internal sealed class ServiceEnvironment(GuestFiles files, Unit unit, IReadOnlyList<string> guestVariables)
{
    private const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private readonly ExecContext _exec = unit.Service?.Exec ?? unit.Socket!.Exec;

    /// <summary>Makes it.</summary>
    /// <param name="user">Who the command runs as.</param>
    /// <param name="invocationId">The run's id.</param>
    /// <param name="run">What it is told of the run.</param>
    /// <param name="more">Variables of the keeper: NOTIFY_SOCKET, LISTEN_FDS and the like.</param>
    /// <returns>Null, with a line: a file of EnvironmentFile= is missing.</returns>
    public (IReadOnlyList<string>? Variables, string? Problem) Build(
        GuestUser user, string invocationId, ServiceVariables run, IReadOnlyList<KeyValuePair<string, string>> more)
    {
        List<KeyValuePair<string, string>> variables = [];
        Add(variables, Locale());
        Add(variables, [new("PATH", SearchPath), new("INVOCATION_ID", invocationId)]);
        Add(variables, guestVariables.Select(Split));
        if (_exec.User is not null)
        {
            Add(variables, [new("HOME", user.Home), new("LOGNAME", user.Name), new("USER", user.Name), new("SHELL", user.Shell)]);
        }

        Add(variables, Directories());
        Add(variables, Run(run));
        Add(variables, _exec.PassEnvironment.Select(name => new KeyValuePair<string, string>(
            name, Environment.GetEnvironmentVariable(name) ?? "")).Where(variable => variable.Value.Length > 0));
        Add(variables, _exec.Environment);
        foreach (EnvironmentFileReference reference in _exec.EnvironmentFiles)
        {
            if (files.Read(reference.Path) is { } text)
            {
                Add(variables, EnvironmentFile.Parse(reference.Path, text).Variables);
            }
            else if (!reference.IsOptional)
            {
                return (null, $"Failed to load environment files: {reference.Path}: No such file or directory");
            }
        }

        Add(variables, more);
        variables.RemoveAll(variable => _exec.UnsetEnvironment.Contains(variable.Key)
            || _exec.UnsetEnvironment.Contains($"{variable.Key}={variable.Value}"));
        return ([.. variables.Select(variable => $"{variable.Key}={variable.Value}")], null);
    }

    private static KeyValuePair<string, string> Split(string variable)
    {
        int equals = variable.IndexOf('=');
        return new(variable[..equals], variable[(equals + 1)..]);
    }

    private static void Add(List<KeyValuePair<string, string>> variables, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach ((string name, string value) in more)
        {
            Environments.Set(variables, name, value);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Run(ServiceVariables run)
    {
        if (run.MainPid != 0)
        {
            yield return new("MAINPID", run.MainPid.ToString(CultureInfo.InvariantCulture));
        }

        if (run.WatchdogMicroseconds != 0)
        {
            yield return new("WATCHDOG_USEC", run.WatchdogMicroseconds.ToString(CultureInfo.InvariantCulture));
        }

        if (run.Result is { } result)
        {
            yield return new("SERVICE_RESULT", result.Word());
        }

        if (run.Exit is { } exit)
        {
            yield return new("EXIT_CODE", ExitJudgement.CodeWord(exit));
            yield return new("EXIT_STATUS", exit.Signal == 0
                ? exit.ExitCode.ToString(CultureInfo.InvariantCulture)
                : SignalNames.NameOf(exit.Signal)["SIG".Length..]);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Locale() =>
        EnvironmentFile.Parse("locale", files.Read("/etc/locale.conf") ?? files.Read("/etc/default/locale") ?? []).Variables
            .Where(variable => variable.Key == "LANG" || variable.Key.StartsWith("LC_", StringComparison.Ordinal));

    private IEnumerable<KeyValuePair<string, string>> Directories()
    {
        foreach (ServiceDirectories kind in _exec.Directories)
        {
            if (kind.Directories.Count > 0)
            {
                yield return new(
                    $"{kind.Kind.ToString().ToUpperInvariant()}_DIRECTORY",
                    string.Join(':', kind.Directories.Select(directory => $"{ServicePaths.RootOf(kind.Kind)}/{directory.Path}")));
            }
        }
    }
}
