using Ptracer.Linux;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>Extended attributes of what is unpacked: <c>user.*</c> is kept where the file system can (xattr(7)).</summary>
internal sealed class AttributeWriter
{
    private static readonly byte[] s_capability = "security.capability"u8.ToArray();

    /// <summary>How many were not kept.</summary>
    public long Dropped { get; private set; }

    /// <summary>The capabilities of a program, if it has any.</summary>
    public static byte[]? Capability(IReadOnlyList<(byte[] Name, byte[] Value)> attributes)
    {
        foreach ((byte[] name, byte[] value) in attributes)
        {
            if (name.AsSpan().SequenceEqual(s_capability))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>None can be kept.</summary>
    public void Drop(IReadOnlyList<(byte[] Name, byte[] Value)> attributes) => Dropped += attributes.Count;

    /// <summary>Sets them on an open file or directory that its owner can still write.</summary>
    public void Set(string output, TreePath path, int descriptor, IReadOnlyList<(byte[] Name, byte[] Value)> attributes)
    {
        foreach ((byte[] name, byte[] value) in attributes)
        {
            bool isUsers = name.AsSpan().StartsWith("user."u8) && !name.AsSpan().Contains((byte)0);
            long result = isUsers ? Xattr.fsetxattr(descriptor, [.. name, 0], value) : -(long)Errno.EOPNOTSUPP;
            if (Raw.ErrnoOf(result) is Errno.EOPNOTSUPP or Errno.EPERM or Errno.ERANGE or Errno.E2BIG)
            {
                Dropped++;
            }
            else
            {
                OutputFailure.Checked(output, path, result);
            }
        }
    }
}
