namespace Ptracer;

/// <summary>A host file or directory shown to the guest at a guest path, as a bind mount would show it.</summary>
/// <param name="HostPath">The file or directory on the host; it must exist.</param>
/// <param name="GuestPath">Where the guest sees it: an absolute guest path, which need not exist in the rootfs.</param>
/// <param name="Access">Whether the guest may write through the binding.</param>
/// <param name="Lookup">Whether a symbolic link at the end of the guest path is followed.</param>
public sealed record Binding(
    string HostPath,
    string GuestPath,
    BindingAccess Access = BindingAccess.ReadWrite,
    MountPointLookup Lookup = MountPointLookup.Follow);

/// <summary>What the guest may do through a binding.</summary>
public enum BindingAccess
{
    /// <summary>Whatever the host's permissions allow.</summary>
    ReadWrite,

    /// <summary>Reading only: a change answers EROFS, as on a read-only mount.</summary>
    ReadOnly,
}

/// <summary>How the last component of a binding's guest path is looked up.</summary>
public enum MountPointLookup
{
    /// <summary>A symbolic link there is followed, and the binding covers what it points to.</summary>
    Follow,

    /// <summary>The binding covers the symbolic link itself (PRoot's trailing <c>!</c>).</summary>
    NoFollow,
}
