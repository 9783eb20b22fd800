namespace Ptracer.Units;

internal static partial class SettingSupport
{
    private const string Cgroups = "it needs a control group, which an unprivileged user does not have";
    private const string Mounts = "mounting needs privileges; show the directory with a binding";
    private const string MountNamespace = "it needs a mount namespace; ptracer shows files by its bindings instead";
    private const string Filter = "ptracer's own filter of system calls decides; a second one is not installed";
    private const string Capabilities = "an unprivileged process has no capabilities to keep or drop";
    private const string System = "a guest's service manager does not act on the whole system";
    private const string NotMet = "it is not tested: it counts as not met, as for a machine without it";
    private const string Kernel = "what it protects is out of an unprivileged process's reach already";

    private static readonly (string Prefix, string Reason)[] s_prefixes =
    [
        ("CPUAffinity", "ptracer itself decides on which processor a traced thread runs"),
        ("CPUScheduling", "real-time scheduling needs privileges"),
        ("CPU", Cgroups), ("StartupCPU", Cgroups), ("Memory", Cgroups), ("DefaultMemory", Cgroups), ("IOScheduling", "it needs privileges"),
        ("IO", Cgroups), ("StartupIO", Cgroups), ("BlockIO", Cgroups), ("StartupBlockIO", Cgroups), ("Tasks", Cgroups),
        ("Allowed", Cgroups), ("StartupAllowed", Cgroups), ("Device", Cgroups), ("Delegate", Cgroups), ("ManagedOOM", Cgroups),
        ("IP", "filtering by address needs a control group and BPF, both of which need privileges"),
        ("SocketBind", "filtering by address needs a control group and BPF, both of which need privileges"),
        ("Restrict", Filter), ("SystemCall", Filter), ("ProtectSystem", MountNamespace), ("ProtectHome", MountNamespace),
        ("ProtectProc", MountNamespace), ("ProtectHostname", "it needs a UTS namespace"), ("Protect", Kernel),
        ("Bind", MountNamespace), ("Root", "the guest's rootfs is the root; give the image's contents as a guest of its own"),
        ("Extension", MountNamespace), ("Mount", MountNamespace), ("ReadOnly", MountNamespace), ("ReadWrite", MountNamespace),
        ("Inaccessible", MountNamespace), ("NUMA", "it needs privileges"), ("USB", "it needs a USB gadget of the kernel"),
        ("LoadCredential", "credentials are not passed"), ("SetCredential", "credentials are not passed"),
        ("Smack", "it needs a security module that the host decides about"), ("SELinux", "it needs a security module that the host decides about"),
        ("Utmp", "there is no utmp record of a service's terminal"), ("TTY", "terminals are not reset: a service has none of its own"),
        ("Log", "the journal keeps every line of a service in one place, without extra fields or a limit of its own"),
        ("MessageQueue", "POSIX message queues are not opened"),
    ];

    private static readonly Dictionary<string, string> s_unitReasons = new(StringComparer.Ordinal)
    {
        ["JobTimeoutSec"] = "a job is not given up; the service's own TimeoutStartSec= counts",
        ["JobRunningTimeoutSec"] = "a job is not given up; the service's own TimeoutStartSec= counts",
        ["JobTimeoutAction"] = System,
        ["JobTimeoutRebootArgument"] = System,
        ["StartLimitAction"] = System,
        ["FailureAction"] = System,
        ["SuccessAction"] = System,
        ["FailureActionExitStatus"] = System,
        ["SuccessActionExitStatus"] = System,
        ["RebootArgument"] = System,
        ["OnFailureJobMode"] = "what is started then replaces jobs that contradict it",
        ["OnSuccessJobMode"] = "what is started then replaces jobs that contradict it",
        ["OnFailureIsolate"] = "what is started then replaces jobs that contradict it",
        ["JoinsNamespaceOf"] = MountNamespace,
        ["CollectMode"] = "a unit is forgotten at the next daemon-reload",
    };

    // Of conditions and assertions: what is taken for granted in a guest, by ConditionCheck of the supervisor.
    private static readonly Dictionary<string, string> s_conditionReasons = new(StringComparer.Ordinal)
    {
        ["Security"] = NotMet,
        ["KernelCommandLine"] = NotMet,
        ["ControlGroupController"] = NotMet,
        ["NeedsUpdate"] = NotMet,
        ["Firmware"] = NotMet,
        ["Memory"] = NotMet,
        ["CPUFeature"] = NotMet,
        ["Credential"] = NotMet,
        ["OSRelease"] = NotMet,
        ["PathIsEncrypted"] = NotMet,
        ["Capability"] = "it is not tested: it counts as met, since a guest believes to be root",
        ["User"] = "it is tested for root, whoever the guest runs as",
        ["Group"] = "it is tested for root, whoever the guest runs as",
        ["ACPower"] = "it is not tested: the device counts as plugged in",
        ["MemoryPressure"] = "it is not tested: it counts as met",
        ["CPUPressure"] = "it is not tested: it counts as met",
        ["IOPressure"] = "it is not tested: it counts as met",
    };

    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.Ordinal)
    {
        ["PrivateTmp"] = MountNamespace,
        ["PrivateDevices"] = MountNamespace,
        ["PrivateMounts"] = MountNamespace,
        ["TemporaryFileSystem"] = MountNamespace,
        ["ExecPaths"] = MountNamespace,
        ["NoExecPaths"] = MountNamespace,
        ["ProcSubset"] = MountNamespace,
        ["PrivateNetwork"] = "it needs a network namespace",
        ["NetworkNamespacePath"] = "it needs a network namespace",
        ["PrivateUsers"] = "it needs a user namespace",
        ["PrivateIPC"] = "it needs an IPC namespace",
        ["IPCNamespacePath"] = "it needs an IPC namespace",
        ["DynamicUser"] = "the id is made up of the unit's name, and no other unit is kept from its files",
        ["RemoveIPC"] = "objects of System V IPC live as long as the guest's session",
        ["CapabilityBoundingSet"] = Capabilities,
        ["AmbientCapabilities"] = Capabilities,
        ["SecureBits"] = Capabilities,
        ["MemoryDenyWriteExecute"] = Filter,
        ["LockPersonality"] = Filter,
        ["Personality"] = "programs run under the personality of ptracer",
        ["KeyringMode"] = "the kernel's keyrings are not separated",
        ["AppArmorProfile"] = "it needs a security module that the host decides about",
        ["PAMName"] = "no PAM session is opened",
        ["TimerSlackNSec"] = "timer slack stays the system's own",
        ["CoredumpFilter"] = "the filter of core dumps stays the system's own",
        ["OOMPolicy"] = "the kernel tells nobody without a control group which process it killed for lack of memory",
        ["TimeoutCleanSec"] = "directories are cleaned at once",
        ["WakeSystem"] = "waking the system needs privileges",
        ["OnClockChange"] = "changes of the clock are not watched",
        ["OnTimezoneChange"] = "changes of the time zone are not watched",
        ["ListenNetlink"] = "netlink sockets of the host's kernel are not opened",
        ["ListenMessageQueue"] = "POSIX message queues are not opened",
        ["SocketProtocol"] = "only TCP and UDP are opened",
        ["BindToDevice"] = "it needs privileges",
        ["Priority"] = "it needs privileges",
        ["Mark"] = "it needs privileges",
        ["Transparent"] = "it needs privileges",
        ["PassSecurity"] = "it needs a security module that the host decides about",
        ["PassPacketInfo"] = "the option is not set on sockets",
        ["Timestamping"] = "the option is not set on sockets",
        ["TCPCongestion"] = "the option is not set on sockets",
        ["StartLimitAction"] = System,
        ["RebootArgument"] = System,
        ["RuntimeRandomizedExtraSec"] = "RuntimeMaxSec= is not made longer by chance",
        ["BusName"] = "no bus is watched for the name; the service counts as started when its program runs",
        ["FailureAction"] = System,
        ["SuccessAction"] = System,
        ["PermissionsStartOnly"] = "every command runs as User= says; write + or ! before one that shall not",
        ["RootDirectoryStartOnly"] = "the guest's rootfs is the root of every command",
        ["LogLevelMax"] = "every line is kept; select with journalctl -p",
        ["ExecSearchPath"] = "programs are found in the usual directories; write the whole path",
        ["OOMScoreAdjust"] = "the score is the daemon's own",
        ["ListenSpecial"] = "special files of the host are not opened",
        ["SocketUser"] = "a socket belongs to the user who runs the daemon",
        ["SocketGroup"] = "a socket belongs to the user who runs the daemon",
        ["DirectoryMode"] = "directories for sockets get the mode 0755",
        ["MaxConnections"] = "connections are not counted",
        ["MaxConnectionsPerSource"] = "connections are not counted",
        ["KeepAliveTimeSec"] = "the option is not set on sockets",
        ["KeepAliveIntervalSec"] = "the option is not set on sockets",
        ["KeepAliveProbes"] = "the option is not set on sockets",
        ["Broadcast"] = "the option is not set on sockets",
        ["PassCredentials"] = "the option is not set on sockets",
        ["ReceiveBuffer"] = "the option is not set on sockets",
        ["SendBuffer"] = "the option is not set on sockets",
        ["PipeSize"] = "the option is not set on sockets",
        ["DeferAcceptSec"] = "the option is not set on sockets",
        ["FlushPending"] = "what waits in a socket is left to the next start",
        ["Writable"] = "special files of the host are not opened",
        ["RemainAfterElapse"] = "a timer that has elapsed stays loaded",
        ["TTYPath"] = "a service has no terminal",
        ["DisableControllers"] = Cgroups,
        ["BPFProgram"] = Cgroups,
    };
}
