using System.Buffers.Text;
using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>A member of an ar archive.</summary>
/// <param name="Name">Its name, without the slash that some write behind it.</param>
/// <param name="Offset">Where its content begins, bytes.</param>
/// <param name="SizeBytes">Its length.</param>
internal readonly record struct ArMember(string Name, long Offset, long SizeBytes);

/// <summary>Reads the headers of an ar archive as a .deb is one (deb(5), ar(5)): 60 bytes each, at even offsets.</summary>
internal static class ArArchive
{
    private const int HeaderBytes = 60;

    /// <summary>All members, in order.</summary>
    /// <exception cref="PtracerException">It is no ar archive, or damaged.</exception>
    public static List<ArMember> Read(string archive, ITreeFile file)
    {
        Span<byte> magic = stackalloc byte[8];
        if (file.ReadAt(magic, 0) < magic.Length || !magic.SequenceEqual("!<arch>\n"u8))
        {
            throw ArchiveFailure.Of(archive, "not a Debian package (no ar archive)");
        }

        List<ArMember> members = [];
        for (long at = magic.Length; at < file.SizeBytes;)
        {
            ArMember member = ReadHeader(archive, file, at);
            members.Add(member);
            at = member.Offset + member.SizeBytes + (member.SizeBytes & 1);
        }

        return members;
    }

    private static ArMember ReadHeader(string archive, ITreeFile file, long at)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (file.ReadAt(header, at) < HeaderBytes || !header[58..].SequenceEqual("`\n"u8))
        {
            throw ArchiveFailure.Of(archive, "has a damaged ar header");
        }

        string name = Encoding.UTF8.GetString(header[..16].TrimEnd((byte)' '));
        name = name.Length > 1 ? name.TrimEnd('/') : name;
        ReadOnlySpan<byte> digits = header.Slice(48, 10).TrimEnd((byte)' ');
        bool isNumber = Utf8Parser.TryParse(digits, out long size, out int used) && used == digits.Length && size >= 0;
        return isNumber && size <= file.SizeBytes - at - HeaderBytes
            ? new ArMember(name, at + HeaderBytes, size)
            : throw ArchiveFailure.Member(archive, Encoding.UTF8.GetBytes(name), "is larger than its archive");
    }
}
