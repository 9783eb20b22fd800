namespace Ptracer.Units;

/// <summary>What follows from a <see cref="Diagnostic"/>.</summary>
internal enum DiagnosticSeverity
{
    /// <summary>Advice; the setting is in force.</summary>
    Notice,

    /// <summary>The setting is ignored.</summary>
    Warning,

    /// <summary>The unit is not loaded.</summary>
    Error,
}
