namespace Ptracer.Units;

/// <summary>What came of loading a unit; systemd's words.</summary>
internal enum UnitLoadState
{
    /// <summary>It can be started.</summary>
    Loaded,

    /// <summary>There is no file for it.</summary>
    NotFound,

    /// <summary>A setting is so wrong that it must not run.</summary>
    BadSetting,

    /// <summary>Its file cannot be read as one.</summary>
    Error,

    /// <summary>It is masked: its file is empty or a link to /dev/null.</summary>
    Masked,
}
