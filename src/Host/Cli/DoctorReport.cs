namespace Ptracer.Host.Cli;

/// <summary>The doctor's findings as text.</summary>
internal static class DoctorReport
{
    private const int NameColumn = 8;

    private const int TextColumn = 28;

    /// <summary>Whether guests can run: nothing found forbids it.</summary>
    public static bool CanRun(IReadOnlyList<DoctorFinding> findings)
    {
        foreach (DoctorFinding finding in findings)
        {
            if (finding.Severity == DoctorSeverity.Fatal)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One paragraph a finding, remedies below, a verdict at the end.</summary>
    public static string Format(IReadOnlyList<DoctorFinding> findings)
    {
        TextColumns text = new();
        foreach (DoctorFinding finding in findings)
        {
            string head = Mark(finding.Severity).PadRight(NameColumn) + finding.Name.PadRight(TextColumn - NameColumn);
            text.Headed(head, Terminal.OneLine(finding.Finding), TextColumn);
            if (finding.Remedy is not null)
            {
                text.Wrapped("remedy: " + Terminal.OneLine(finding.Remedy), TextColumn);
            }
        }

        return text.Line("").Line(Verdict(findings)).ToString();
    }

    private static string Mark(DoctorSeverity severity) => severity switch
    {
        DoctorSeverity.Good => "ok",
        DoctorSeverity.Note => "note",
        DoctorSeverity.Degraded => "limit",
        _ => "FAIL",
    };

    private static string Verdict(IReadOnlyList<DoctorFinding> findings)
    {
        if (!CanRun(findings))
        {
            return "Guests cannot run here: see FAIL above.";
        }

        foreach (DoctorFinding finding in findings)
        {
            if (finding.Severity == DoctorSeverity.Degraded)
            {
                return "Guests can run here, with the limits above.";
            }
        }

        return "Guests can run here.";
    }
}
