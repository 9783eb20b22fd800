namespace Ptracer.Units;

/// <summary>The [Service] section: systemd.service(5). Values that the manual page says are implied are filled in.</summary>
internal sealed class Service
{
    private static readonly UnitTime s_defaultTimeout = UnitTime.FromSeconds(90);

    /// <summary>Reads it.</summary>
    public Service(SettingReader settings)
    {
        Commands = new ServiceCommands(settings);
        Exec = new ExecContext(settings);
        Kill = new KillContext(settings);
        BusName = ReadBusName(settings);
        DeclaredType = settings.Last("Type", ServiceWords.Types.Find, "Failed to parse service type");
        Type = DeclaredType ?? ImpliedType();
        ExitType = settings.Word("ExitType", ServiceWords.ExitTypes, ServiceExitType.Main, "Failed to parse service exit type");
        PIDFile = ReadPidFile(settings);
        RemainAfterExit = settings.Flag("RemainAfterExit");
        GuessMainPID = settings.Flag("GuessMainPID", true);
        Restart = settings.Word("Restart", ServiceWords.Restarts, ServiceRestart.No, "Failed to parse service restart specifier");
        RestartTime = settings.Time("RestartSec", new UnitTime(100_000));
        RestartPreventExitStatus = settings.ExitStatuses("RestartPreventExitStatus");
        RestartForceExitStatus = settings.ExitStatuses("RestartForceExitStatus");
        SuccessExitStatus = settings.ExitStatuses("SuccessExitStatus");
        Timeouts = new ServiceTimeouts(settings, Type == ServiceType.Oneshot ? UnitTime.Infinity : s_defaultTimeout, s_defaultTimeout);
        WatchdogTime = settings.Time("WatchdogSec", UnitTime.Zero);
        DeclaredNotifyAccess = settings.Word("NotifyAccess", ServiceWords.NotifyAccesses, NotifyAccess.None, "Failed to parse notify access specifier");
        bool notifies = Type == ServiceType.Notify || WatchdogTime is { IsZero: false, IsInfinite: false };
        NotifyAccess = DeclaredNotifyAccess == NotifyAccess.None && notifies ? NotifyAccess.Main : DeclaredNotifyAccess;
        Sockets = ReadSockets(settings);
        FileDescriptorStoreMax = settings.Count("FileDescriptorStoreMax", 0);
        NonBlocking = settings.Flag("NonBlocking");
        OOMPolicy = settings.Word("OOMPolicy", ServiceWords.OOMPolicies, Delegates(settings) ? OOMPolicy.Continue : OOMPolicy.Stop, "Failed to parse OOM policy");
        RootDirectoryStartOnly = settings.Flag("RootDirectoryStartOnly");
        PermissionsStartOnly = settings.Flag("PermissionsStartOnly");
    }

    public ServiceCommands Commands { get; }

    public ExecContext Exec { get; }

    public KillContext Kill { get; }

    /// <summary>What Type= says; null when it is not set.</summary>
    public ServiceType? DeclaredType { get; }

    /// <summary>What Type= says or implies: <c>dbus</c> with a BusName=, <c>simple</c> with an ExecStart=, else <c>oneshot</c>.</summary>
    public ServiceType Type { get; }

    public ServiceExitType ExitType { get; }

    /// <summary>An absolute path.</summary>
    public string? PIDFile { get; }

    public string? BusName { get; }

    public bool RemainAfterExit { get; }

    public bool GuessMainPID { get; }

    public ServiceRestart Restart { get; }

    /// <summary>RestartSec=.</summary>
    public UnitTime RestartTime { get; }

    public ExitStatusSet RestartPreventExitStatus { get; }

    public ExitStatusSet RestartForceExitStatus { get; }

    public ExitStatusSet SuccessExitStatus { get; }

    public ServiceTimeouts Timeouts { get; }

    /// <summary>WatchdogSec=; zero: off.</summary>
    public UnitTime WatchdogTime { get; }

    /// <summary>What NotifyAccess= says.</summary>
    public NotifyAccess DeclaredNotifyAccess { get; }

    /// <summary>What NotifyAccess= says or implies: <c>main</c> when the service is to notify.</summary>
    public NotifyAccess NotifyAccess { get; }

    /// <summary>Names of socket units whose descriptors are passed; empty: the socket unit of the same name.</summary>
    public IReadOnlyList<string> Sockets { get; }

    public uint FileDescriptorStoreMax { get; }

    public bool NonBlocking { get; }

    public OOMPolicy OOMPolicy { get; }

    public bool RootDirectoryStartOnly { get; }

    public bool PermissionsStartOnly { get; }

    private ServiceType ImpliedType() =>
        BusName is not null ? ServiceType.DBus : Commands.Start.Count > 0 ? ServiceType.Simple : ServiceType.Oneshot;

    // Delegate= is a boolean or a list of controllers; a service that manages its own groups handles its own losses.
    private static bool Delegates(SettingReader settings) =>
        settings.Of("Delegate").LastOrDefault() is { } last && (Numbers.Boolean(last.Value) ?? true);

    // A relative path is below /run.
    private static string? ReadPidFile(SettingReader settings)
    {
        string? result = null;
        foreach (Assignment assignment in settings.Of("PIDFile"))
        {
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (settings.Expand(assignment) is { } text)
            {
                string path = UnitPath.IsAbsolute(text) ? text : $"{settings.Specifiers.Expand("%t")}/{text}";
                result = settings.AbsolutePath(assignment, path) ?? result;
            }
        }

        return result;
    }

    private static string? ReadBusName(SettingReader settings)
    {
        string? result = null;
        foreach (Assignment assignment in settings.Of("BusName"))
        {
            if (settings.Expand(assignment) is not { } name)
            {
                continue;
            }

            if (IsBusName(name))
            {
                result = name;
            }
            else
            {
                settings.Warn(assignment, $"Invalid bus name, ignoring: {name}");
            }
        }

        return result;
    }

    private static bool IsBusName(string name)
    {
        string[] parts = name.Split('.');
        return name.Length is > 0 and <= 255 && parts.Length > 1 && parts.All(part =>
            part.Length > 0 && !char.IsAsciiDigit(part[0])
            && part.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-'));
    }

    private static IReadOnlyList<string> ReadSockets(SettingReader settings) =>
        settings.Words(["Sockets"], WordFlags.Unquote | WordFlags.RetainEscape, (assignment, word) =>
        {
            string? name = settings.Specifiers.ExpandName(word);
            if (name is not null && UnitName.TypeOf(name) == UnitType.Socket && UnitName.IsLoadable(name))
            {
                return name;
            }

            settings.Warn(assignment, $"Unit must be of type socket, ignoring: {name ?? word}");
            return null;
        });
}
