namespace Ptracer.Host.Cli;

/// <summary>The host paths that <c>-R</c> and <c>-S</c> bind, as PRoot's manual lists them; those missing are skipped.</summary>
internal static class RecommendedBindings
{
    /// <summary>For <c>-R</c>: what a program needs to know of the host.</summary>
    public static IReadOnlyList<string> Host { get; } =
    [
        "/etc/host.conf", "/etc/hosts", "/etc/hosts.equiv", "/etc/mtab", "/etc/netgroup", "/etc/networks",
        "/etc/passwd", "/etc/group", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/localtime",
        "/dev", "/sys", "/proc", "/tmp", "/run", "/var/run/dbus/system_bus_socket",
    ];

    /// <summary>For <c>-S</c>: only what installing packages does not change.</summary>
    public static IReadOnlyList<string> Safe { get; } =
    [
        "/etc/host.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/resolv.conf",
        "/dev", "/sys", "/proc", "/tmp", "/run/shm",
    ];

    /// <summary>The bindings of a list, of <c>$HOME</c> and of the rootfs itself, for what exists on this host.</summary>
    public static List<Binding> Existing(IReadOnlyList<string> paths, string rootfs, IHostView host)
    {
        List<Binding> bindings = new(paths.Count + 2);
        foreach (string path in paths)
        {
            Add(bindings, path, host);
        }

        Add(bindings, host.Variable("HOME") ?? "", host);
        Add(bindings, Path.GetFullPath(host.Absolute(rootfs)), host);
        return bindings;
    }

    // A home of "/", as on Android, or a rootfs of "/" would cover the whole guest.
    private static void Add(List<Binding> bindings, string path, IHostView host)
    {
        string trimmed = path.TrimEnd('/');
        if (trimmed.StartsWith('/') && host.Exists(trimmed))
        {
            bindings.Add(new Binding(trimmed, trimmed));
        }
    }
}
