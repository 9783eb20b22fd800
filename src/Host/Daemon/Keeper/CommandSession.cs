using System.Globalization;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>The session of a command: its words, environment, directory, limits and what is bound for it.</summary>
internal sealed class CommandSession(KeeperContext context, ExecContext exec)
{
    private const string NotifyPath = "/run/systemd/notify";

    /// <summary>Describes it.</summary>
    /// <exception cref="IOException">An environment file or a directory is missing.</exception>
    public SessionSpec Of(
        ExecCommand command, GuestUser user, ServiceVariables run, string invocationId, List<(string Name, int File)> files)
    {
        List<KeyValuePair<string, string>> more = [];
        List<string> pidVariables = ["SYSTEMD_EXEC_PID"];
        if (context.Unit.Service is { NotifyAccess: not NotifyAccess.None })
        {
            more.Add(new("NOTIFY_SOCKET", NotifyPath));
        }

        if (run.WatchdogMicroseconds != 0)
        {
            pidVariables.Add("WATCHDOG_PID");
        }

        if (files.Count > 0)
        {
            more.Add(new("LISTEN_FDS", Number(files.Count)));
            more.Add(new("LISTEN_FDNAMES", string.Join(':', files.Select(file => file.Name))));
            pidVariables.Add("LISTEN_PID");
        }

        (IReadOnlyList<string>? variables, string? problem) =
            new ServiceEnvironment(context.Files, context.Unit, context.Guest.Settings.Environment).Build(user, invocationId, run, more);
        if (variables is null)
        {
            throw new IOException(problem);
        }

        return new SessionSpec
        {
            Guest = context.Guest.Name,
            Program = command.Path,
            Words = [.. CommandExpansion.Expand(command, variables.Select(variable => variable.Split('=', 2))
                .ToDictionary(parts => parts[0], parts => parts[1])).Select(UnitText.Encode)],
            WorkingDirectory = WorkingDirectory(user),
            Environment = [.. variables.Select(UnitText.Encode)],
            ProcessIdVariables = pidVariables,
            UserId = user.Identity.UserId,
            GroupId = user.Identity.GroupId,
            Groups = user.Identity.Groups ?? [],
            Limits = [.. exec.Limits.Select(limit => new Ptracer.ResourceLimit((int)limit.Kind, limit.Soft, limit.Hard))],
            Bindings = Bindings(),
        };
    }

    /// <summary>The sockets that a service finds where systemd has them, each leading to its own keeper.</summary>
    private List<SessionBinding> Bindings()
    {
        List<SessionBinding> bindings =
        [
            new(context.Place.Syslog, "/dev/log"),
            new(context.Place.Syslog, "/run/systemd/journal/dev-log"),
            new(context.Place.Journal, "/run/systemd/journal/socket"),
        ];
        if (context.Unit.Service is { NotifyAccess: not NotifyAccess.None })
        {
            bindings.Add(new(context.Place.Notify, NotifyPath));
        }

        return bindings;
    }

    private string WorkingDirectory(GuestUser user)
    {
        if (exec.WorkingDirectory is not { } directory)
        {
            return "/";
        }

        string path = directory.Path ?? user.Home;
        return context.Files.KindOf(path) == FileKind.Directory ? path
            : directory.IsOptional ? "/"
            : throw new IOException($"Changing to the requested working directory failed: {path}: No such directory");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
