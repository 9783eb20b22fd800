namespace Ptracer.Paths;

/// <summary>A mount point that its directory lacks on the host.</summary>
/// <param name="directory">The canonical guest path of the directory.</param>
/// <param name="name">The missing name.</param>
/// <param name="inode">The inode number to show.</param>
/// <param name="type">DT_DIR or DT_REG, as getdents64(2) tells.</param>
internal sealed class ShownEntry(byte[] directory, byte[] name, ulong inode, byte type)
{
    public ReadOnlySpan<byte> Directory => directory;

    public ReadOnlySpan<byte> Name => name;

    public ulong Inode { get; } = inode;

    public byte Type { get; } = type;
}
