using Ptracer.Linux;
using Ptracer.Paths;
using static Ptracer.Syscalls.PathUse;

namespace Ptracer.Syscalls;

/// <summary>Calls that tell or change an identity; they stop only where another than the real one is shown.</summary>
internal static partial class SyscallRows
{
    public static IEnumerable<SyscallRow> Identity =>
    [
        new(Sysno.getuid, "getuid", IdentityCalls.GetId),
        new(Sysno.geteuid, "geteuid", IdentityCalls.GetId),
        new(Sysno.getgid, "getgid", IdentityCalls.GetId),
        new(Sysno.getegid, "getegid", IdentityCalls.GetId),
        new(Sysno.getresuid, "getresuid", IdentityCalls.GetTriple),
        new(Sysno.getresgid, "getresgid", IdentityCalls.GetTriple),
        new(Sysno.getgroups, "getgroups", IdentityCalls.GetGroups),
        new(Sysno.setgroups, "setgroups", IdentityCalls.SetGroups),
        new(Sysno.setuid, "setuid", IdentityCalls.SetUser),
        new(Sysno.setreuid, "setreuid", IdentityCalls.SetUser),
        new(Sysno.setresuid, "setresuid", IdentityCalls.SetUser),
        new(Sysno.setfsuid, "setfsuid", IdentityCalls.SetFileUser),
        new(Sysno.setgid, "setgid", IdentityCalls.SetGroup),
        new(Sysno.setregid, "setregid", IdentityCalls.SetGroup),
        new(Sysno.setresgid, "setresgid", IdentityCalls.SetGroup),
        new(Sysno.setfsgid, "setfsgid", IdentityCalls.SetFileGroup),
        new(Sysno.capget, "capget", CapabilityCalls.Get),
        new(Sysno.capset, "capset", CapabilityCalls.Set),
        new(Sysno.prctl, "prctl", CapabilityCalls.Prctl),

        new(Sysno.access, "access", OwnerCalls.Access, new PathArgument(0)),
        new(Sysno.faccessat, "faccessat", OwnerCalls.Access, new PathArgument(1, 0)),
        new(Sysno.faccessat2, "faccessat2", OwnerCalls.Access, At(1, 3)),
        new(Sysno.chown, "chown", OwnerCalls.Chown, new PathArgument(0, Use: Write)),
        new(Sysno.lchown, "lchown", OwnerCalls.Chown, new PathArgument(0, Kind: LookupKind.NoFollow, Use: Write)),
        new(Sysno.fchownat, "fchownat", OwnerCalls.Chown, At(1, 4, Write)),
        new(Sysno.fchown, "fchown", OwnerCalls.Fchown),
        new(Sysno.mkdir, "mkdir", ModeCalls.MakeDirectory, new PathArgument(0, Kind: LookupKind.Entry, Use: Make)),
        new(Sysno.mkdirat, "mkdirat", ModeCalls.MakeDirectory, new PathArgument(1, 0, LookupKind.Entry, Make)),
        new(Sysno.chmod, "chmod", ModeCalls.Change, new PathArgument(0, Use: Write)),
        new(Sysno.fchmodat, "fchmodat", ModeCalls.Change, new PathArgument(1, 0, Use: Write)),
        new(Sysno.fchmodat2, "fchmodat2", ModeCalls.Change, At(1, 3, Write)),
        new(Sysno.fchmod, "fchmod", ModeCalls.ChangeDescriptor),
        new(Sysno.mknod, "mknod", OwnerCalls.Mknod, new PathArgument(0, Kind: LookupKind.Entry, Use: Make)),
        new(Sysno.mknodat, "mknodat", OwnerCalls.Mknod, new PathArgument(1, 0, LookupKind.Entry, Make)),
        new(Sysno.chroot, "chroot", OwnerCalls.Chroot, new PathArgument(0)),
        new(Sysno.socket, "socket", SocketCalls.RefuseAudit)
        {
            Condition = StopCondition.If(0, Socket.AF_NETLINK),
        },
        new(Sysno.getsockopt, "getsockopt", SocketCalls.PeerCredentials)
        {
            Condition = StopCondition.If(2, Socket.SO_PEERCRED),
        },
    ];
}
