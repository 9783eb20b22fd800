using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>Starts the commands of a unit, each with its user, environment, streams, limits and descriptors.</summary>
internal sealed class CommandLauncher(KeeperContext context, LogIntake log, PassedFiles passed, StoredFiles stored)
{
    private const string NotifyPath = "/run/systemd/notify";
    private const uint FirstDynamicUser = 61184;
    private const uint DynamicUserCount = 4336;

    private readonly ExecContext _exec = context.Unit.Service?.Exec ?? context.Unit.Socket!.Exec;

    /// <summary>Starts one.</summary>
    /// <exception cref="PosixException">A file cannot be opened, or the tracer not be started.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    /// <exception cref="PtracerException">There is no such user.</exception>
    public CommandProcess Start(EventLoop loop, ExecCommand command, CommandRole role, ServiceVariables run, string invocationId)
    {
        GuestUser user = UserOf(command);
        List<(string Name, Descriptor File)> files = role == CommandRole.Control ? [] : passed.Open();
        try
        {
            List<(string Name, int File)> all = [.. files.Select(file => (file.Name, file.File.Number)), .. role == CommandRole.Control ? [] : stored.All];
            SessionSpec spec = Spec(command, user, run, invocationId, all);
            using CommandStreams streams = new(context.Files, _exec, log);
            int[] standard = streams.Open(command.Path, all);
            using Descriptor description = Posix.Files.Anonymous("session", spec.ToBytes());
            List<int> descriptors = [.. standard, .. all.Select(file => file.File), description.Number];
            Launch launch = new()
            {
                Executable = OwnProgram.Path,
                Words = [.. new[] { "ptracer", "session", context.Unit.Id, Number(descriptors.Count - 1), Number(descriptors.Count) }.Select(Encoding.UTF8.GetBytes)],
                Environment = ProcessArguments.Environment(),
                WorkingDirectory = "/",
                Files = descriptors,
                NewSession = true,
                DiesWithUs = true,
                Umask = (int)_exec.UMask,
                Nice = _exec.Nice,
            };
            return CommandProcess.Start(loop, launch);
        }
        finally
        {
            files.ForEach(file => file.File.Dispose());
        }
    }

    private SessionSpec Spec(
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
            Limits = [.. _exec.Limits.Select(limit => new Ptracer.ResourceLimit((int)limit.Kind, limit.Soft, limit.Hard))],
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

    private GuestUser UserOf(ExecCommand command)
    {
        GuestUsers users = new(context.Guest.Name, context.Guest.RootfsPath);
        GuestIdentity own = GuestSettingsCheck.Identity(context.Guest.Settings);
        bool isPrivileged = (command.Flags & (ExecCommandFlags.FullyPrivileged | ExecCommandFlags.NoSetuid)) != 0;
        if (isPrivileged || (_exec.User is null && _exec.Group is null && !_exec.DynamicUser))
        {
            return users.Of(own);
        }

        GuestUser user = _exec.User is { } name && !(_exec.DynamicUser && !users.Has(name)) ? users.Find(name)
            : _exec.DynamicUser ? DynamicUser()
            : users.Of(own);
        uint group = _exec.Group is { } groupName ? users.GroupId(groupName) : user.Identity.GroupId;
        List<uint> groups = [group, .. (user.Identity.Groups ?? []).Where(id => id != user.Identity.GroupId)];
        groups.AddRange(_exec.SupplementaryGroups.Select(users.GroupId).Where(id => !groups.Contains(id)));
        return user with { Identity = user.Identity with { GroupId = group, Groups = groups } };
    }

    // DynamicUser=: an id of its own, the same at each start: systemd.exec(5).
    private GuestUser DynamicUser()
    {
        uint id = FirstDynamicUser + (StableHash.Of(context.Unit.Id) % DynamicUserCount);
        string name = _exec.User ?? UnitName.StemOf(context.Unit.Id);
        return new GuestUser(name, new GuestIdentity(id, id) { Groups = [id] }, "/", "/usr/sbin/nologin");
    }

    private string WorkingDirectory(GuestUser user)
    {
        if (_exec.WorkingDirectory is not { } directory)
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
