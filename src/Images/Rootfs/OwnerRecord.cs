using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>
/// What an archive says of an entry that an ordinary user cannot write down in a file system: for a store of owners.
/// </summary>
/// <param name="Path">Its place in the rootfs. A device node that could not be made has a record, and no file.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Owner">User id.</param>
/// <param name="Group">Group id.</param>
/// <param name="Permissions">The low twelve bits of its mode.</param>
/// <param name="DeviceMajor">A device node's number; 0 for others.</param>
/// <param name="DeviceMinor">Likewise.</param>
/// <param name="Capability">The value of <c>security.capability</c>, if it has one (capabilities(7)).</param>
internal sealed record OwnerRecord(
    TreePath Path,
    TreeEntryType Type,
    uint Owner,
    uint Group,
    uint Permissions,
    uint DeviceMajor = 0,
    uint DeviceMinor = 0,
    byte[]? Capability = null);
