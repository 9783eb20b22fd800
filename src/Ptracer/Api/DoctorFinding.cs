namespace Ptracer;

/// <summary>One thing the doctor looked at.</summary>
/// <param name="Name">What was looked at, in a word or two.</param>
/// <param name="Severity">What it means for guests.</param>
/// <param name="Finding">What was found, in plain words, one line.</param>
/// <param name="Remedy">What to do about it; null when there is nothing to do.</param>
public sealed record DoctorFinding(string Name, DoctorSeverity Severity, string Finding, string? Remedy = null);

/// <summary>What a finding means for guests.</summary>
public enum DoctorSeverity
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth knowing; nothing is lost.</summary>
    Note,

    /// <summary>Guests run, slower or with something missing.</summary>
    Degraded,

    /// <summary>Guests cannot run.</summary>
    Fatal,
}
