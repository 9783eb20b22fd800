namespace Ptracer.Units;

/// <summary>The words of the [Unit] section's enumerations.</summary>
internal static class UnitWords
{
    /// <summary>FailureAction= and its like.</summary>
    public static readonly NameTable<EmergencyAction> Actions = new(
        ("none", EmergencyAction.None),
        ("reboot", EmergencyAction.Reboot),
        ("reboot-force", EmergencyAction.RebootForce),
        ("reboot-immediate", EmergencyAction.RebootImmediate),
        ("poweroff", EmergencyAction.PowerOff),
        ("poweroff-force", EmergencyAction.PowerOffForce),
        ("poweroff-immediate", EmergencyAction.PowerOffImmediate),
        ("exit", EmergencyAction.Exit),
        ("exit-force", EmergencyAction.ExitForce));

    /// <summary>OnFailureJobMode= and OnSuccessJobMode=.</summary>
    public static readonly NameTable<JobMode> JobModes = new(
        ("fail", JobMode.Fail),
        ("replace", JobMode.Replace),
        ("replace-irreversibly", JobMode.ReplaceIrreversibly),
        ("isolate", JobMode.Isolate),
        ("flush", JobMode.Flush),
        ("ignore-dependencies", JobMode.IgnoreDependencies),
        ("ignore-requirements", JobMode.IgnoreRequirements),
        ("triggering", JobMode.Triggering),
        ("restart-dependencies", JobMode.RestartDependencies));

    /// <summary>CollectMode=.</summary>
    public static readonly NameTable<CollectMode> CollectModes = new(
        ("inactive", CollectMode.Inactive), ("inactive-or-failed", CollectMode.InactiveOrFailed));
}
