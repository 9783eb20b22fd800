namespace Ptracer.Units;

/// <summary>How processes are ended: systemd.kill(5).</summary>
internal sealed class KillContext
{
    /// <summary>The words of KillMode=.</summary>
    public static readonly NameTable<KillMode> Modes = new(
        ("control-group", KillMode.ControlGroup), ("mixed", KillMode.Mixed), ("process", KillMode.Process), ("none", KillMode.None));

    private const int Abort = 6;
    private const int Kill = 9;
    private const int Terminate = 15;

    /// <summary>Reads it from a unit's own section.</summary>
    public KillContext(SettingReader settings)
    {
        KillMode = settings.Word("KillMode", Modes, KillMode.ControlGroup, "Failed to parse kill mode specification");
        KillSignal = settings.Signal("KillSignal") ?? Terminate;
        RestartKillSignal = settings.Signal("RestartKillSignal") ?? KillSignal;
        FinalKillSignal = settings.Signal("FinalKillSignal") ?? Kill;
        WatchdogSignal = settings.Signal("WatchdogSignal") ?? Abort;
        SendSIGKILL = settings.Flag("SendSIGKILL", true);
        SendSIGHUP = settings.Flag("SendSIGHUP");
    }

    public KillMode KillMode { get; }

    public int KillSignal { get; }

    /// <summary>The signal when the stop is half of a restart; KillSignal= unless set.</summary>
    public int RestartKillSignal { get; }

    public int FinalKillSignal { get; }

    public int WatchdogSignal { get; }

    public bool SendSIGKILL { get; }

    public bool SendSIGHUP { get; }
}
