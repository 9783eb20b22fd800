namespace Ptracer.Units;

/// <summary>The words of <see cref="UnitFileState"/>.</summary>
internal static class UnitFileStates
{
    /// <summary>As <c>systemctl is-enabled</c> prints them.</summary>
    public static readonly NameTable<UnitFileState> Words = new(
        ("enabled", UnitFileState.Enabled), ("enabled-runtime", UnitFileState.EnabledRuntime), ("linked", UnitFileState.Linked),
        ("linked-runtime", UnitFileState.LinkedRuntime), ("alias", UnitFileState.Alias), ("masked", UnitFileState.Masked),
        ("masked-runtime", UnitFileState.MaskedRuntime), ("static", UnitFileState.Static), ("disabled", UnitFileState.Disabled),
        ("indirect", UnitFileState.Indirect), ("generated", UnitFileState.Generated), ("transient", UnitFileState.Transient),
        ("bad", UnitFileState.Bad));
}
