namespace Ptracer.Paths;

/// <summary>Whether writes through a mount are refused.</summary>
internal enum MountAccess
{
    ReadWrite,
    ReadOnly,
}

/// <summary>A host tree or file seen at a guest path: the rootfs itself, or a binding. Like a mount of the kernel.</summary>
/// <param name="guestPath">Canonical guest path; empty for the root.</param>
/// <param name="hostPath">Canonical host path; empty for the host's root.</param>
/// <param name="descriptor">An O_PATH descriptor of the host path.</param>
internal sealed class Mount(byte[] guestPath, byte[] hostPath, int descriptor, MountAccess access, MountType type)
{
    public ReadOnlySpan<byte> GuestPath => guestPath;

    public ReadOnlySpan<byte> HostPath => hostPath;

    public int Descriptor { get; } = descriptor;

    public MountAccess Access { get; } = access;

    public MountType Type { get; } = type;
}

/// <summary>What lies at the root of a mount.</summary>
internal enum MountType
{
    Directory,
    File,

    /// <summary>A directory on the way to a mount point that the rootfs lacks: shown, never empty.</summary>
    Glue,

    /// <summary>A directory of procfs: its magic links need care.</summary>
    Proc,
}
