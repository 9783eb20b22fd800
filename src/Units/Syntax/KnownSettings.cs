namespace Ptracer.Units;

/// <summary>The sections and keys that systemd 252 knows, by type of unit.</summary>
internal static class KnownSettings
{
    private const string UnitKeys =
        """
        Description Documentation SourcePath Requires Requisite Wants BindsTo BindTo Upholds Conflicts Before After
        OnSuccess OnFailure PropagatesReloadTo PropagateReloadTo ReloadPropagatedFrom PropagateReloadFrom
        PropagatesStopTo StopPropagatedFrom PartOf JoinsNamespaceOf RequiresOverridable RequisiteOverridable
        RequiresMountsFor StopWhenUnneeded RefuseManualStart RefuseManualStop AllowIsolate DefaultDependencies
        OnSuccessJobMode OnFailureJobMode OnFailureIsolate IgnoreOnIsolate JobTimeoutSec JobRunningTimeoutSec
        JobTimeoutAction JobTimeoutRebootArgument StartLimitIntervalSec StartLimitInterval StartLimitBurst
        StartLimitAction FailureAction SuccessAction FailureActionExitStatus SuccessActionExitStatus RebootArgument
        ConditionPathExists ConditionPathExistsGlob ConditionPathIsDirectory ConditionPathIsSymbolicLink
        ConditionPathIsMountPoint ConditionPathIsReadWrite ConditionPathIsEncrypted ConditionDirectoryNotEmpty
        ConditionFileNotEmpty ConditionFileIsExecutable ConditionNeedsUpdate ConditionFirstBoot
        ConditionArchitecture ConditionFirmware ConditionVirtualization ConditionHost ConditionKernelCommandLine
        ConditionKernelVersion ConditionCredential ConditionSecurity ConditionCapability ConditionACPower
        ConditionMemory ConditionCPUFeature ConditionCPUs ConditionEnvironment ConditionUser ConditionGroup
        ConditionControlGroupController ConditionOSRelease ConditionMemoryPressure ConditionCPUPressure
        ConditionIOPressure AssertPathExists AssertPathExistsGlob AssertPathIsDirectory AssertPathIsSymbolicLink
        AssertPathIsMountPoint AssertPathIsReadWrite AssertPathIsEncrypted AssertDirectoryNotEmpty
        AssertFileNotEmpty AssertFileIsExecutable AssertNeedsUpdate AssertFirstBoot AssertArchitecture
        AssertVirtualization AssertHost AssertKernelCommandLine AssertKernelVersion AssertCredential AssertSecurity
        AssertCapability AssertACPower AssertMemory AssertCPUFeature AssertCPUs AssertEnvironment AssertUser
        AssertGroup AssertControlGroupController AssertOSRelease AssertMemoryPressure AssertCPUPressure
        AssertIOPressure CollectMode
        """;

    private const string InstallKeys =
        """
        Alias WantedBy RequiredBy Also DefaultInstance
        """;

    private const string ExecKeys =
        """
        WorkingDirectory RootDirectory RootImage RootImageOptions RootHash RootHashSignature RootVerity
        ExtensionDirectories ExtensionImages MountImages User Group SupplementaryGroups Nice OOMScoreAdjust
        CoredumpFilter IOSchedulingClass IOSchedulingPriority CPUSchedulingPolicy CPUSchedulingPriority
        CPUSchedulingResetOnFork CPUAffinity NUMAPolicy NUMAMask UMask Environment EnvironmentFile PassEnvironment
        UnsetEnvironment DynamicUser RemoveIPC StandardInput StandardOutput StandardError StandardInputText
        StandardInputData TTYPath TTYReset TTYVHangup TTYVTDisallocate TTYRows TTYColumns SyslogIdentifier
        SyslogFacility SyslogLevel SyslogLevelPrefix LogLevelMax LogRateLimitIntervalSec LogRateLimitBurst
        LogExtraFields SecureBits CapabilityBoundingSet AmbientCapabilities TimerSlackNSec NoNewPrivileges
        KeyringMode ProtectProc ProcSubset SystemCallFilter SystemCallArchitectures SystemCallErrorNumber
        SystemCallLog MemoryDenyWriteExecute RestrictNamespaces RestrictRealtime RestrictSUIDSGID
        RestrictAddressFamilies LockPersonality RestrictFileSystems LimitCPU LimitFSIZE LimitDATA LimitSTACK
        LimitCORE LimitRSS LimitNOFILE LimitAS LimitNPROC LimitMEMLOCK LimitLOCKS LimitSIGPENDING LimitMSGQUEUE
        LimitNICE LimitRTPRIO LimitRTTIME ReadWriteDirectories ReadOnlyDirectories InaccessibleDirectories
        ReadWritePaths ReadOnlyPaths InaccessiblePaths ExecPaths NoExecPaths ExecSearchPath BindPaths
        BindReadOnlyPaths TemporaryFileSystem PrivateTmp PrivateDevices ProtectKernelTunables ProtectKernelModules
        ProtectKernelLogs ProtectClock ProtectControlGroups NetworkNamespacePath IPCNamespacePath LogNamespace
        PrivateNetwork PrivateUsers PrivateMounts PrivateIPC ProtectSystem ProtectHome MountFlags MountAPIVFS
        Personality RuntimeDirectoryPreserve RuntimeDirectoryMode RuntimeDirectory StateDirectoryMode StateDirectory
        CacheDirectoryMode CacheDirectory LogsDirectoryMode LogsDirectory ConfigurationDirectoryMode
        ConfigurationDirectory SetCredential SetCredentialEncrypted LoadCredential LoadCredentialEncrypted
        TimeoutCleanSec PAMName IgnoreSIGPIPE UtmpIdentifier UtmpMode SELinuxContext AppArmorProfile
        SmackProcessLabel ProtectHostname
        """;

    private const string CgroupKeys =
        """
        Slice AllowedCPUs StartupAllowedCPUs AllowedMemoryNodes StartupAllowedMemoryNodes CPUAccounting CPUWeight
        StartupCPUWeight CPUShares StartupCPUShares CPUQuota CPUQuotaPeriodSec MemoryAccounting MemoryMin
        DefaultMemoryMin DefaultMemoryLow MemoryLow MemoryHigh MemoryMax MemorySwapMax MemoryLimit DeviceAllow
        DevicePolicy IOAccounting IOWeight StartupIOWeight IODeviceWeight IOReadBandwidthMax IOWriteBandwidthMax
        IOReadIOPSMax IOWriteIOPSMax IODeviceLatencyTargetSec BlockIOAccounting BlockIOWeight StartupBlockIOWeight
        BlockIODeviceWeight BlockIOReadBandwidth BlockIOWriteBandwidth TasksAccounting TasksMax Delegate
        DisableControllers IPAccounting IPAddressAllow IPAddressDeny IPIngressFilterPath IPEgressFilterPath
        ManagedOOMSwap ManagedOOMMemoryPressure ManagedOOMMemoryPressureLimit ManagedOOMPreference BPFProgram
        SocketBindAllow SocketBindDeny RestrictNetworkInterfaces
        """;

    private const string KillKeys =
        """
        SendSIGKILL SendSIGHUP KillMode KillSignal RestartKillSignal FinalKillSignal WatchdogSignal
        """;

    private const string ServiceKeys =
        """
        PIDFile ExecCondition ExecStartPre ExecStart ExecStartPost ExecReload ExecStop ExecStopPost RestartSec
        TimeoutSec TimeoutStartSec TimeoutStopSec TimeoutAbortSec TimeoutStartFailureMode TimeoutStopFailureMode
        RuntimeMaxSec RuntimeRandomizedExtraSec WatchdogSec StartLimitInterval StartLimitBurst StartLimitAction
        FailureAction RebootArgument Type ExitType Restart PermissionsStartOnly RootDirectoryStartOnly
        RemainAfterExit GuessMainPID RestartPreventExitStatus RestartForceExitStatus SuccessExitStatus NonBlocking
        BusName FileDescriptorStoreMax NotifyAccess Sockets USBFunctionDescriptors USBFunctionStrings OOMPolicy
        """;

    private const string SocketKeys =
        """
        ListenStream ListenDatagram ListenSequentialPacket ListenFIFO ListenNetlink ListenSpecial ListenMessageQueue
        ListenUSBFunction SocketProtocol BindIPv6Only Backlog BindToDevice ExecStartPre ExecStartPost ExecStopPre
        ExecStopPost TimeoutSec SocketUser SocketGroup SocketMode DirectoryMode Accept FlushPending Writable
        MaxConnections MaxConnectionsPerSource KeepAlive KeepAliveTimeSec KeepAliveIntervalSec KeepAliveProbes
        DeferAcceptSec NoDelay Priority ReceiveBuffer SendBuffer IPTOS IPTTL Mark PipeSize FreeBind Transparent
        Broadcast PassCredentials PassSecurity PassPacketInfo Timestamping TCPCongestion ReusePort
        MessageQueueMaxMessages MessageQueueMessageSize RemoveOnStop Symlinks FileDescriptorName Service
        TriggerLimitIntervalSec TriggerLimitBurst SmackLabel SmackLabelIPIn SmackLabelIPOut SELinuxContextFromNet
        """;

    private const string MountKeys =
        """
        What Where Options Type TimeoutSec DirectoryMode SloppyOptions LazyUnmount ForceUnmount ReadWriteOnly
        """;

    private const string AutomountKeys =
        """
        Where ExtraOptions DirectoryMode TimeoutIdleSec
        """;

    private const string SwapKeys =
        """
        What Priority Options TimeoutSec
        """;

    private const string TimerKeys =
        """
        OnCalendar OnActiveSec OnBootSec OnStartupSec OnUnitActiveSec OnUnitInactiveSec OnClockChange
        OnTimezoneChange Persistent WakeSystem RemainAfterElapse FixedRandomDelay AccuracySec RandomizedDelaySec
        Unit
        """;

    private const string PathKeys =
        """
        PathExists PathExistsGlob PathChanged PathModified DirectoryNotEmpty Unit MakeDirectory DirectoryMode
        TriggerLimitIntervalSec TriggerLimitBurst
        """;

    private static readonly Dictionary<string, HashSet<string>> s_keys = new(StringComparer.Ordinal)
    {
        ["Unit"] = Set(UnitKeys),
        ["Install"] = Set(InstallKeys),
        ["Service"] = Set(ServiceKeys, ExecKeys, CgroupKeys, KillKeys),
        ["Socket"] = Set(SocketKeys, ExecKeys, CgroupKeys, KillKeys),
        ["Mount"] = Set(MountKeys, ExecKeys, CgroupKeys, KillKeys),
        ["Automount"] = Set(AutomountKeys),
        ["Swap"] = Set(SwapKeys, ExecKeys, CgroupKeys, KillKeys),
        ["Timer"] = Set(TimerKeys),
        ["Path"] = Set(PathKeys),
        ["Slice"] = Set(CgroupKeys),
        ["Scope"] = Set(CgroupKeys, KillKeys, "RuntimeMaxSec RuntimeRandomizedExtraSec TimeoutStopSec OOMPolicy"),
        ["Target"] = [],
        ["Device"] = [],
    };

    /// <summary>The section that is a type's own: <c>Service</c> for services.</summary>
    public static string SectionOf(UnitType type) => type == UnitType.None ? "" : type.ToString();

    /// <summary>Whether units of a type may have a section.</summary>
    public static bool HasSection(UnitType type, string section) =>
        section is "Unit" or "Install" || section == SectionOf(type);

    /// <summary>Whether a section may have a key.</summary>
    public static bool HasKey(string section, string key) => s_keys.TryGetValue(section, out HashSet<string>? keys) && keys.Contains(key);

    private static HashSet<string> Set(params string[] lists) =>
        new(lists.SelectMany(list => list.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparer.Ordinal);
}
