using System.Text;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>
/// The units that every service takes for granted: systemd.special(7). They stand behind those of the guest, which count
/// where it has them: packages with services do not depend on the package that has these.
/// </summary>
internal static class BuiltInUnits
{
    /// <summary>Where they seem to be.</summary>
    public const string Directory = "/usr/lib/ptracer/system";

    private const string Plain = "DefaultDependencies=no\n";

    private static readonly Dictionary<string, string> s_units = new(StringComparer.Ordinal)
    {
        ["basic.target"] = "Description=Basic System\n" +
            "Requires=sysinit.target\nWants=sockets.target timers.target paths.target slices.target\n" +
            "After=sysinit.target sockets.target paths.target slices.target tmp.mount\n",
        ["sysinit.target"] = "Description=System Initialization\nConflicts=emergency.service emergency.target\n" +
            "Wants=local-fs.target swap.target\nAfter=local-fs.target swap.target emergency.service emergency.target\n",
        ["multi-user.target"] = "Description=Multi-User System\nRequires=basic.target\n" +
            "Conflicts=rescue.service rescue.target\nAfter=basic.target rescue.service rescue.target\nAllowIsolate=yes\n",
        ["graphical.target"] = "Description=Graphical Interface\nRequires=multi-user.target\n" +
            "Conflicts=rescue.service rescue.target\nAfter=multi-user.target rescue.service rescue.target\nAllowIsolate=yes\n",
        ["rescue.target"] = "Description=Rescue Mode\nRequires=sysinit.target\nAfter=sysinit.target\nAllowIsolate=yes\n",
        ["emergency.target"] = "Description=Emergency Mode\nAllowIsolate=yes\n" + Plain,
        ["shutdown.target"] = "Description=System Shutdown\nRefuseManualStart=yes\n" + Plain,
        ["local-fs-pre.target"] = "Description=Preparation for Local File Systems\nRefuseManualStart=yes\n" + Plain,
        ["local-fs.target"] = "Description=Local File Systems\nAfter=local-fs-pre.target\n" + Plain,
        ["remote-fs-pre.target"] = "Description=Preparation for Remote File Systems\nRefuseManualStart=yes\n",
        ["remote-fs.target"] = "Description=Remote File Systems\nAfter=remote-fs-pre.target\n" + Plain,
        ["swap.target"] = "Description=Swaps\n" + Plain,
        ["sockets.target"] = "Description=Socket Units\n",
        ["timers.target"] = "Description=Timer Units\n" + Plain,
        ["paths.target"] = "Description=Path Units\n",
        ["slices.target"] = "Description=Slice Units\nWants=-.slice system.slice\nAfter=-.slice system.slice\n",
        ["network-pre.target"] = "Description=Preparation for Network\nRefuseManualStart=yes\n",
        ["network.target"] = "Description=Network\nAfter=network-pre.target\nRefuseManualStart=yes\n",
        ["network-online.target"] = "Description=Network is Online\nAfter=network.target\n",
        ["nss-lookup.target"] = "Description=Host and Network Name Lookups\nRefuseManualStart=yes\n",
        ["nss-user-lookup.target"] = "Description=User and Group Name Lookups\nRefuseManualStart=yes\n",
        ["rpcbind.target"] = "Description=RPC Port Mapper\nRefuseManualStart=yes\n",
        ["time-set.target"] = "Description=System Time Set\nRefuseManualStart=yes\n" + Plain,
        ["time-sync.target"] = "Description=System Time Synchronized\nAfter=time-set.target\nRefuseManualStart=yes\n" + Plain,
        ["getty.target"] = "Description=Login Prompts\n",
        ["printer.target"] = "Description=Printer Support\nStopWhenUnneeded=yes\n",
        ["sound.target"] = "Description=Sound Card\nStopWhenUnneeded=yes\n",
        ["bluetooth.target"] = "Description=Bluetooth Support\nStopWhenUnneeded=yes\n",
        ["umount.target"] = "Description=Unmount All Filesystems\nRefuseManualStart=yes\n" + Plain,
        ["final.target"] = "Description=Late Shutdown Services\nAfter=shutdown.target umount.target\nRefuseManualStart=yes\n" + Plain,
        ["syslog.socket"] = "Description=Syslog Socket\nBefore=sockets.target\n" + Plain +
            "[Socket]\nListenDatagram=/run/systemd/journal/syslog\nSocketMode=0666\nPassCredentials=yes\nReceiveBuffer=8M\n",
        ["system.slice"] = "Description=System Slice\n" + Plain,
        ["user.slice"] = "Description=User and Session Slice\n",
    };

    // Parts of systemd that manage a machine: a guest has none, and what they do for services ptracer does.
    private static readonly HashSet<string> s_ours = new(StringComparer.Ordinal)
    {
        "systemd-journald.service", "systemd-journald.socket", "systemd-journald-dev-log.socket", "systemd-journald-audit.socket",
        "systemd-journal-flush.service", "systemd-udevd.service", "systemd-udevd-control.socket", "systemd-udevd-kernel.socket",
        "systemd-udev-trigger.service", "systemd-udev-settle.service", "systemd-logind.service", "systemd-networkd.service",
        "systemd-networkd.socket", "systemd-resolved.service", "systemd-timesyncd.service", "systemd-modules-load.service",
        "systemd-sysctl.service", "systemd-random-seed.service", "systemd-remount-fs.service", "systemd-binfmt.service",
        "systemd-update-utmp.service", "systemd-update-utmp-runlevel.service", "systemd-user-sessions.service",
        "systemd-boot-update.service", "systemd-pstore.service", "systemd-initctl.socket", "systemd-ask-password-console.path",
        "systemd-ask-password-wall.path", "systemd-fsck-root.service", "systemd-machine-id-commit.service",
        "systemd-firstboot.service", "systemd-sysusers.service", "systemd-hwdb-update.service", "systemd-rfkill.socket",
        "systemd-backlight@.service", "kmod-static-nodes.service", "getty@tty1.service", "console-getty.service",
        "systemd-hostnamed.service", "systemd-localed.service", "systemd-timedated.service", "dev-hugepages.mount", "dev-mqueue.mount",
        "sys-kernel-config.mount", "sys-kernel-debug.mount", "sys-kernel-tracing.mount", "sys-fs-fuse-connections.mount",
        "proc-sys-fs-binfmt_misc.automount", "tmp.mount", "e2scrub_reap.service", "fstrim.timer", "fstrim.service",
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_units.Keys];

    /// <summary>The text of one; null: there is none of that name.</summary>
    public static byte[]? Find(string name) =>
        s_units.TryGetValue(name, out string? settings) ? Encoding.UTF8.GetBytes("[Unit]\n" + settings) : null;

    /// <summary>Whether a unit is a part of systemd itself that has no meaning in a guest: it is never started.</summary>
    public static bool IsMachines(string name) => s_ours.Contains(name);
}
