using System.Buffers;
using Ptracer.Linux;

namespace Ptracer.Packer.Trees;

/// <summary>The names in a directory of this machine: getdents64(2).</summary>
internal static unsafe class DirectoryNames
{
    private const int ListBytes = 64 * 1024;

    /// <summary>All names but <c>.</c> and <c>..</c>, sorted by bytes.</summary>
    /// <param name="descriptor">The directory, open for reading, at its start.</param>
    public static List<byte[]> Read(int descriptor)
    {
        const int HeaderBytes = 19; // d_ino, d_off, d_reclen, d_type
        List<byte[]> names = [];
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ListBytes);
        fixed (byte* p = buffer)
        {
            for (long count; (count = Unistd.getdents64(descriptor, p, buffer.Length)) > 0;)
            {
                for (int at = 0; at < count; at += BitConverter.ToUInt16(buffer, at + 16))
                {
                    ReadOnlySpan<byte> name = buffer.AsSpan(at + HeaderBytes);
                    name = name[..name.IndexOf((byte)0)];
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    {
                        names.Add(name.ToArray());
                    }
                }
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return names;
    }
}
