using Ptracer.Diagnostics;

namespace Ptracer;

/// <summary>Tells whether guests can run in this place, and what is in their way.</summary>
public static class Doctor
{
    /// <summary>
    /// Tries what a session needs of the kernel, in short-lived child processes, and looks at a rootfs. Nothing is left
    /// behind. Must not be called by a process that traces others.
    /// </summary>
    /// <param name="rootfs">The rootfs to look at; null: none.</param>
    /// <returns>What was found, the most basic first.</returns>
    public static IReadOnlyList<DoctorFinding> Examine(string? rootfs)
    {
        List<DoctorFinding> findings = [];
        TracingChecks.Run(findings);
        ExecChecks.Run(findings);
        PlaceChecks.Run(findings);
        AndroidChecks.Run(
            findings, AndroidPackage.DataDirectory is not null, AndroidPackage.DataDirectory ?? rootfs ?? Environment.CurrentDirectory);
        if (rootfs is not null)
        {
            RootfsChecks.Run(rootfs, findings);
        }

        return findings;
    }
}
