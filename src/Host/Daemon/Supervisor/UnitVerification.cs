using Ptracer.Host.Daemon.Control;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>What is wrong in a unit's files, and what of them cannot be honoured here.</summary>
internal static class UnitVerification
{
    /// <summary>The findings, those of the files first.</summary>
    public static IReadOnlyList<VerifyFinding> Of(Unit unit) =>
    [
        .. unit.LoadState == UnitLoadState.NotFound ? [new VerifyFinding("", 0, "error", $"Unit {unit.Id} not found.")] : Array.Empty<VerifyFinding>(),
        .. unit.Diagnostics.Select(found => new VerifyFinding(
            found.File, found.Line, found.Severity == DiagnosticSeverity.Error ? "error" : "warning", found.Message)),
        .. SettingSupport.Unsupported(unit).Select(found => new VerifyFinding(found.File, found.Line, "not-honoured", found.Message)),
    ];
}
