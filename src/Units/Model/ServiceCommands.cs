namespace Ptracer.Units;

/// <summary>The command lines of a service, in the order in which they come to run.</summary>
internal sealed class ServiceCommands
{
    /// <summary>Reads them.</summary>
    public ServiceCommands(SettingReader settings)
    {
        Condition = ExecCommandReader.Read(settings, "ExecCondition");
        StartPre = ExecCommandReader.Read(settings, "ExecStartPre");
        Start = ExecCommandReader.Read(settings, "ExecStart");
        StartPost = ExecCommandReader.Read(settings, "ExecStartPost");
        Reload = ExecCommandReader.Read(settings, "ExecReload");
        Stop = ExecCommandReader.Read(settings, "ExecStop");
        StopPost = ExecCommandReader.Read(settings, "ExecStopPost");
    }

    public IReadOnlyList<ExecCommand> Condition { get; }

    public IReadOnlyList<ExecCommand> StartPre { get; }

    public IReadOnlyList<ExecCommand> Start { get; }

    public IReadOnlyList<ExecCommand> StartPost { get; }

    public IReadOnlyList<ExecCommand> Reload { get; }

    public IReadOnlyList<ExecCommand> Stop { get; }

    public IReadOnlyList<ExecCommand> StopPost { get; }
}
