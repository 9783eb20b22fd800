namespace Ptracer.Units;

/// <summary>The [Mount], [Automount] or [Swap] section, as far as dependencies need it.</summary>
internal sealed class MountUnit
{
    /// <summary>Reads it.</summary>
    public MountUnit(SettingReader settings)
    {
        What = settings.Text("What");
        Where = settings.Path("Where");
        Type = settings.Text("Type");
        Options = settings.Text("Options");
    }

    public string? What { get; }

    public string? Where { get; }

    public string? Type { get; }

    public string? Options { get; }
}
