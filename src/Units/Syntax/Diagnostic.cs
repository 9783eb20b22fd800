using System.Globalization;

namespace Ptracer.Units;

/// <summary>Something wrong in a unit's files, in the words of systemd 252.</summary>
/// <param name="Severity">What follows from it.</param>
/// <param name="File">The file, a guest path; empty when it is about the unit as a whole.</param>
/// <param name="Line">The line, from 1; 0 when it is about the whole file or unit.</param>
/// <param name="Message">What systemd writes.</param>
internal sealed record Diagnostic(DiagnosticSeverity Severity, string File, int Line, string Message)
{
    /// <summary><c>FILE:LINE: MESSAGE</c>.</summary>
    public override string ToString() => (File.Length, Line) switch
    {
        (0, _) => Message,
        (_, 0) => $"{File}: {Message}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Message}"),
    };
}
