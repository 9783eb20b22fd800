namespace Ptracer.Units;

/// <summary>What comes of settings under ptracer: the source of <c>ptracer service verify</c>.</summary>
internal static partial class SettingSupport
{
    private const string OwnSettings =
        """
        Type ExitType Restart RestartSec TimeoutSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec TimeoutStartFailureMode
        TimeoutStopFailureMode RuntimeMaxSec WatchdogSec PIDFile GuessMainPID RemainAfterExit
        ExecCondition ExecStartPre ExecStart ExecStartPost ExecReload ExecStop ExecStopPost ExecStopPre NonBlocking
        RestartPreventExitStatus RestartForceExitStatus SuccessExitStatus NotifyAccess Sockets FileDescriptorStoreMax
        StartLimitInterval StartLimitBurst
        WorkingDirectory User Group SupplementaryGroups UMask Environment EnvironmentFile PassEnvironment UnsetEnvironment
        StandardInput StandardOutput StandardError StandardInputText StandardInputData SyslogIdentifier SyslogFacility
        SyslogLevel SyslogLevelPrefix RuntimeDirectoryPreserve RuntimeDirectoryMode RuntimeDirectory
        StateDirectoryMode StateDirectory CacheDirectoryMode CacheDirectory LogsDirectoryMode LogsDirectory
        ConfigurationDirectoryMode ConfigurationDirectory IgnoreSIGPIPE NoNewPrivileges Nice
        LimitCPU LimitFSIZE LimitDATA LimitSTACK LimitCORE LimitRSS LimitNOFILE LimitAS
        LimitNPROC LimitMEMLOCK LimitLOCKS LimitSIGPENDING LimitMSGQUEUE LimitNICE LimitRTPRIO LimitRTTIME
        KillMode KillSignal RestartKillSignal FinalKillSignal WatchdogSignal SendSIGKILL SendSIGHUP Slice
        ListenStream ListenDatagram ListenSequentialPacket ListenFIFO BindIPv6Only Backlog
        SocketMode Accept KeepAlive
        NoDelay FreeBind ReusePort RemoveOnStop
        Symlinks FileDescriptorName Service TriggerLimitIntervalSec TriggerLimitBurst
        OnActiveSec OnBootSec OnStartupSec OnUnitActiveSec OnUnitInactiveSec OnCalendar AccuracySec RandomizedDelaySec
        FixedRandomDelay Persistent Unit
        PathExists PathExistsGlob PathChanged PathModified DirectoryNotEmpty MakeDirectory
        """;

    private static readonly HashSet<string> s_honoured = new(
        OwnSettings.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    /// <summary>Why ptracer cannot do what a setting says; null when it can.</summary>
    /// <param name="section">The section.</param>
    /// <param name="key">The key.</param>
    public static string? ReasonAgainst(string section, string key)
    {
        if (section is "Unit")
        {
            return s_unitReasons.GetValueOrDefault(key) ?? ReasonAgainstCondition(key);
        }

        if (section is "Install" || s_honoured.Contains(key))
        {
            return null;
        }

        return s_reasons.TryGetValue(key, out string? reason) ? reason : ReasonByPrefix(section, key);
    }

    /// <summary>What of a unit's settings is not honoured: a warning for each assignment, in the order of the files.</summary>
    public static IReadOnlyList<Diagnostic> Unsupported(Unit unit)
    {
        List<Diagnostic> result = [];
        foreach (Assignment assignment in unit.Assignments)
        {
            if (!AsksForNothing(assignment.Value) && ReasonAgainst(assignment.Section, assignment.Key) is { } reason)
            {
                result.Add(new Diagnostic(DiagnosticSeverity.Warning, assignment.File, assignment.Line, $"{assignment.Key}= is not honoured: {reason}"));
            }
        }

        return result;
    }

    private static string? ReasonAgainstCondition(string key)
    {
        string kind = key.StartsWith("Condition", StringComparison.Ordinal) ? key["Condition".Length..]
            : key.StartsWith("Assert", StringComparison.Ordinal) ? key["Assert".Length..] : "";
        return s_conditionReasons.GetValueOrDefault(kind);
    }

    // Switching off what is never on changes nothing.
    private static bool AsksForNothing(string value) => value.Length == 0 || Numbers.Boolean(value) == false;

    private static string ReasonByPrefix(string section, string key)
    {
        if (section is "Mount" or "Automount" or "Swap")
        {
            return Mounts;
        }

        foreach ((string prefix, string reason) in s_prefixes)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal))
            {
                return reason;
            }
        }

        return section is "Slice" or "Scope" ? Cgroups : "ptracer has no counterpart for it";
    }
}
