namespace Ptracer.Host.Cli;

/// <summary>
/// The value of <c>-b</c>: <c>host[:guest][!][:ro]</c>. As in PRoot the first colon ends the host path, and a <c>!</c>
/// is only special behind a guest path; <c>:ro</c> is ours.
/// </summary>
internal static class BindingSyntax
{
    private const string ReadOnlySuffix = ":ro";

    /// <summary>Reads the value of <paramref name="option"/>; relative host paths start at the working directory.</summary>
    /// <exception cref="PtracerException">A part is empty, or the guest path is relative.</exception>
    public static Binding Parse(string option, string value, IHostView host)
    {
        string paths = value;
        BindingAccess access = BindingAccess.ReadWrite;
        if (paths.EndsWith(ReadOnlySuffix, StringComparison.Ordinal))
        {
            access = BindingAccess.ReadOnly;
            paths = paths[..^ReadOnlySuffix.Length];
        }

        int colon = paths.IndexOf(':', StringComparison.Ordinal);
        string hostPath = colon < 0 ? paths : paths[..colon];
        if (hostPath.Length == 0)
        {
            throw Wrong(option, value, "no host path");
        }

        hostPath = host.Absolute(hostPath);
        if (colon < 0)
        {
            return new Binding(hostPath, hostPath, access);
        }

        string guestPath = paths[(colon + 1)..];
        MountPointLookup lookup = MountPointLookup.Follow;
        if (guestPath.EndsWith('!'))
        {
            lookup = MountPointLookup.NoFollow;
            guestPath = guestPath[..^1];
        }

        if (!guestPath.StartsWith('/'))
        {
            throw Wrong(option, value, "the guest path is not absolute");
        }

        return new Binding(hostPath, guestPath, access, lookup);
    }

    private static PtracerException Wrong(string option, string value, string wrong) =>
        new($"{option} {value}: {wrong}; write host, host:/guest, host:/guest! or host:/guest:ro");
}
