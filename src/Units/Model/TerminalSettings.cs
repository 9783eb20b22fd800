namespace Ptracer.Units;

/// <summary>TTYPath= and its like.</summary>
internal sealed class TerminalSettings
{
    /// <summary>Reads them.</summary>
    public TerminalSettings(SettingReader settings)
    {
        Path = settings.Path("TTYPath");
        Reset = settings.Flag("TTYReset");
        VHangup = settings.Flag("TTYVHangup");
        VTDisallocate = settings.Flag("TTYVTDisallocate");
        Rows = settings.Count("TTYRows", uint.MaxValue);
        Columns = settings.Count("TTYColumns", uint.MaxValue);
    }

    /// <summary>Null: /dev/console.</summary>
    public string? Path { get; }

    public bool Reset { get; }

    public bool VHangup { get; }

    public bool VTDisallocate { get; }

    /// <summary><see cref="uint.MaxValue"/>: not set.</summary>
    public uint Rows { get; }

    /// <summary><see cref="uint.MaxValue"/>: not set.</summary>
    public uint Columns { get; }
}
