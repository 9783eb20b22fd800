using Ptracer.Diagnostics;
using Ptracer.Linux;

namespace Ptracer;

/// <summary>Looks at what a session is asked to do before it starts: one clear failure instead of a late one.</summary>
internal static unsafe class SessionOptionsCheck
{
    /// <summary>
    /// Checks that the rootfs can be searched, that every binding's host path exists, that ports are ports, and that the loader's file, if one
    /// is given, can be executed.
    /// </summary>
    /// <exception cref="PtracerException">Something does not fit; status 125.</exception>
    public static void Check(SessionOptions options)
    {
        ProbeResult rootfs = HostDirectory.Open(NotNul("rootfs", options.RootfsPath));
        if (!rootfs.Works)
        {
            throw new PtracerException(
                $"rootfs {options.RootfsPath}: {HostDirectory.Wrong(rootfs)}; {HostDirectory.Remedy(rootfs)}");
        }

        Unistd.close((int)rootfs.Value);
        foreach (Binding binding in options.Bindings)
        {
            Check(binding);
        }

        Check(options.Ports);
        if (options.LoaderPath is { } loader)
        {
            CheckLoader(NotNul("loader", loader));
        }
    }

    private static void CheckLoader(string path)
    {
        ProbeResult executable;
        fixed (byte* name = NulTerminated.Bytes(path))
        {
            executable = Unistd.faccessat(Fcntl.AT_FDCWD, name, Unistd.X_OK);
        }

        if (!executable.Works)
        {
            string wrong = executable.Errno switch
            {
                Errno.ENOENT => "no such file on the host",
                Errno.EACCES => "this user may not execute it",
                _ => HostDirectory.Wrong(executable),
            };
            throw new PtracerException($"loader {path}: {wrong}; write it by: ptracer loader FILE");
        }
    }

    private static void Check(IReadOnlyList<PortMapping> ports)
    {
        Dictionary<int, int> hostPorts = [];
        Dictionary<int, int> guestPorts = [];
        foreach ((int guest, int host) in ports)
        {
            if (guest is < 1 or > ushort.MaxValue || host is < 1 or > ushort.MaxValue)
            {
                throw new PtracerException($"port {guest}:{host}: a port is 1 to 65535; give such ones");
            }

            if (!hostPorts.TryAdd(guest, host))
            {
                throw new PtracerException($"port {guest}:{host}: guest port {guest} is host port {hostPorts[guest]} already; give it once");
            }

            if (!guestPorts.TryAdd(host, guest))
            {
                throw new PtracerException($"port {guest}:{host}: host port {host} is guest port {guestPorts[host]} already; give it once");
            }
        }
    }

    private static void Check(Binding binding)
    {
        if (!NotNul("binding", binding.GuestPath).StartsWith('/'))
        {
            throw new PtracerException($"binding {binding.GuestPath}: the guest path is not absolute; start it with /");
        }

        Stat.stat status;
        ProbeResult found;
        fixed (byte* name = NulTerminated.Bytes(NotNul("binding", binding.HostPath)))
        {
            found = Stat.newfstatat(Fcntl.AT_FDCWD, name, &status, 0);
        }

        if (!found.Works)
        {
            string wrong = found.Errno == Errno.ENOENT ? "no such file or directory on the host" : HostDirectory.Wrong(found);
            throw new PtracerException($"binding {binding.HostPath}: {wrong}; check the path, or drop the binding");
        }
    }

    private static string NotNul(string thing, string path) => path.Contains('\0', StringComparison.Ordinal)
        ? throw new PtracerException($"{thing} {path.Replace("\0", "\\0", StringComparison.Ordinal)}: a path holds no NUL; drop it")
        : path;
}
