namespace Ptracer.Units;

/// <summary>The [Socket] section: systemd.socket(5).</summary>
internal sealed class SocketUnit
{
    private static readonly NameTable<BindIPv6Only> s_bind = new(
        ("default", BindIPv6Only.Default), ("both", BindIPv6Only.Both), ("ipv6-only", BindIPv6Only.IPv6Only));

    /// <summary>Reads it.</summary>
    public SocketUnit(SettingReader settings)
    {
        Listens = SocketListen.Read(settings);
        Exec = new ExecContext(settings);
        Kill = new KillContext(settings);
        Options = new SocketOptions(settings);
        Accept = settings.Flag("Accept");
        SocketUser = UserNames.Read(settings, "SocketUser");
        SocketGroup = UserNames.Read(settings, "SocketGroup");
        SocketMode = settings.Mode("SocketMode", 0b110_110_110);
        DirectoryMode = settings.Mode("DirectoryMode", 0b111_101_101);
        Backlog = settings.Count("Backlog", uint.MaxValue);
        MaxConnections = settings.Count("MaxConnections", 64);
        MaxConnectionsPerSource = settings.Count("MaxConnectionsPerSource", 0);
        Service = UnitReference.Read(settings, "Service", type => type == UnitType.Service, "Unit must be of type service");
        RemoveOnStop = settings.Flag("RemoveOnStop");
        Writable = settings.Flag("Writable");
        FlushPending = settings.Flag("FlushPending");
        Symlinks = settings.Paths("Symlinks");
        FileDescriptorName = ReadName(settings);
        BindIPv6Only = settings.Word("BindIPv6Only", s_bind, BindIPv6Only.Default, "Failed to parse bind IPv6 only value");
        TriggerLimitInterval = settings.Last("TriggerLimitIntervalSec", text => UnitTime.Parse(text), "Failed to parse sec value") ?? UnitTime.FromSeconds(2);
        DeclaredTriggerLimitBurst = settings.Last("TriggerLimitBurst", text => Numbers.Unsigned(text) is { } value and <= uint.MaxValue ? (uint?)value : null, "Failed to parse unsigned value");
        Timeout = settings.Last("TimeoutSec", UnitTime.ParseLimit, "Failed to parse time value") ?? UnitTime.FromSeconds(90);
        StartPre = ExecCommandReader.Read(settings, "ExecStartPre");
        StartPost = ExecCommandReader.Read(settings, "ExecStartPost");
        StopPre = ExecCommandReader.Read(settings, "ExecStopPre");
        StopPost = ExecCommandReader.Read(settings, "ExecStopPost");
    }

    /// <summary>What it listens on, in the order of the file.</summary>
    public IReadOnlyList<SocketListen> Listens { get; }

    public ExecContext Exec { get; }

    public KillContext Kill { get; }

    public SocketOptions Options { get; }

    /// <summary>Whether each connection gets an instance of its own.</summary>
    public bool Accept { get; }

    public string? SocketUser { get; }

    public string? SocketGroup { get; }

    public uint SocketMode { get; }

    public uint DirectoryMode { get; }

    public uint Backlog { get; }

    public uint MaxConnections { get; }

    /// <summary>Zero: as MaxConnections=.</summary>
    public uint MaxConnectionsPerSource { get; }

    /// <summary>What Service= says; null: the service of the same name.</summary>
    public string? Service { get; }

    public bool RemoveOnStop { get; }

    /// <summary>ListenSpecial= is opened for writing too.</summary>
    public bool Writable { get; }

    public bool FlushPending { get; }

    public IReadOnlyList<string> Symlinks { get; }

    /// <summary>What FileDescriptorName= says; null: the name of the unit, or <c>connection</c> with Accept=.</summary>
    public string? FileDescriptorName { get; }

    public BindIPv6Only BindIPv6Only { get; }

    public UnitTime TriggerLimitInterval { get; }

    /// <summary>What TriggerLimitBurst= says; null when not set.</summary>
    public uint? DeclaredTriggerLimitBurst { get; }

    /// <summary>How often it may trigger in the interval: 200 with Accept=, else 20.</summary>
    public uint TriggerLimitBurst => DeclaredTriggerLimitBurst ?? (Accept ? 200u : 20u);

    public UnitTime Timeout { get; }

    public IReadOnlyList<ExecCommand> StartPre { get; }

    public IReadOnlyList<ExecCommand> StartPost { get; }

    public IReadOnlyList<ExecCommand> StopPre { get; }

    public IReadOnlyList<ExecCommand> StopPost { get; }

    /// <summary>Whether it runs commands of its own.</summary>
    public bool HasCommands => StartPre.Count + StartPost.Count + StopPre.Count + StopPost.Count > 0;

    private static string? ReadName(SettingReader settings)
    {
        string? result = null;
        foreach (Assignment assignment in settings.Of("FileDescriptorName"))
        {
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (settings.Expand(assignment) is { } name)
            {
                if (name.Length <= 255 && name.All(character => character is > ' ' and < '\x7f' and not ':'))
                {
                    result = name;
                }
                else
                {
                    settings.Warn(assignment, $"Invalid file descriptor name, ignoring: {name}");
                }
            }
        }

        return result;
    }
}
