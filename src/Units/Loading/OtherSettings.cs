namespace Ptracer.Units;

/// <summary>Checks the values of settings that the model has no property for: a wrong one must not pass unseen.</summary>
internal static class OtherSettings
{
    private const string Flags =
        """
        CPUAccounting CPUSchedulingResetOnFork IOAccounting BlockIOAccounting IPAccounting LockPersonality MemoryAccounting
        MountAPIVFS PrivateDevices PrivateIPC PrivateMounts PrivateNetwork PrivateUsers ProtectClock
        ProtectControlGroups ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables RemoveIPC
        RestrictRealtime RestrictSUIDSGID SELinuxContextFromNet TasksAccounting SloppyOptions LazyUnmount ForceUnmount
        ReadWriteOnly
        """;

    private static readonly string[] s_flags = Flags.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Adds what is wrong.</summary>
    public static void Check(SettingReader settings)
    {
        foreach (string key in s_flags)
        {
            settings.Flag(key);
        }
    }
}
