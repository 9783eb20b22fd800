namespace Ptracer.Units;

internal static partial class SettingSupport
{
    private const string Cgroups = "it needs a control group, which an unprivileged user does not have";
    private const string Mounts = "mounting needs privileges; show the directory with a binding";
    private const string MountNamespace = "it needs a mount namespace; ptracer shows files by its bindings instead";
    private const string Filter = "ptracer's own filter of system calls decides; a second one is not installed";
    private const string Capabilities = "an unprivileged process has no capabilities to keep or drop";
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
        ["DynamicUser"] = "users are not made up; give User=, or the service runs as the guest's own user",
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
        ["StartLimitAction"] = "a guest's service manager does not act on the whole system",
        ["RebootArgument"] = "a guest's service manager does not act on the whole system",
        ["DisableControllers"] = Cgroups,
        ["BPFProgram"] = Cgroups,
    };
}
