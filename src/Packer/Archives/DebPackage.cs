using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>
/// One Debian package, read (deb(5)): its control fields, and its files, whose contents are in the store. No script of
/// it is run.
/// </summary>
/// <param name="File">The name of its file.</param>
/// <param name="Control">What it says of itself.</param>
/// <param name="Nodes">What is in it, by place, in no order.</param>
internal sealed record DebPackage(string File, ControlFile Control, IReadOnlyDictionary<TreePath, ArchiveNode> Nodes)
{
    /// <summary>Reads a package.</summary>
    /// <param name="archive">Its file's name, for messages.</param>
    /// <param name="file">Its file.</param>
    /// <param name="store">Where contents go.</param>
    /// <exception cref="PtracerException">It is damaged, or a member is refused.</exception>
    public static DebPackage Read(string archive, ITreeFile file, ContentStore store)
    {
        List<ArMember> members = ArArchive.Read(archive, file);
        members.RemoveAll(static member => member.Name.StartsWith('_')); // for others, deb(5) says
        CheckVersion(archive, file, members);
        ControlFile control = ReadControl(archive, file, Part(archive, members, 1, "control.tar"));
        using Stream data = Open(archive, file, Part(archive, members, 2, "data.tar"));
        return new DebPackage(archive, control, ArchiveContents.Read(archive, data, store, DeviceNodes.Refuse));
    }

    private static void CheckVersion(string archive, ITreeFile file, List<ArMember> members)
    {
        Span<byte> version = stackalloc byte[2];
        if (members is not [{ Name: "debian-binary", SizeBytes: >= 2 } first, ..]
            || file.ReadAt(version, first.Offset) < version.Length || !version.SequenceEqual("2."u8))
        {
            throw ArchiveFailure.Of(archive, "not a Debian package of format 2");
        }
    }

    private static ArMember Part(string archive, List<ArMember> members, int at, string name) =>
        at < members.Count && members[at].Name.StartsWith(name, StringComparison.Ordinal)
            ? members[at]
            : throw ArchiveFailure.Of(archive, $"has no {name} in its place");

    private static Stream Open(string archive, ITreeFile file, ArMember member)
    {
        CompressionKind kind = member.Name[(member.Name.IndexOf(".tar", StringComparison.Ordinal) + ".tar".Length)..] switch
        {
            "" => CompressionKind.None,
            ".gz" => CompressionKind.Gzip,
            ".xz" => CompressionKind.Xz,
            ".zst" => CompressionKind.Zstd,
            _ => throw ArchiveFailure.Member(
                archive, Encoding.UTF8.GetBytes(member.Name), "compressed in another way than gz, xz or zst", "repack it"),
        };
        return Decompression.Open(new FileRangeStream(file, member.Offset, member.SizeBytes), kind);
    }

    private static ControlFile ReadControl(string archive, ITreeFile file, ArMember member)
    {
        const long MaxBytes = 16 * 1024 * 1024;
        using ContentStore store = new(0);
        using Stream content = Open(archive, file, member);
        Dictionary<TreePath, ArchiveNode> nodes = ArchiveContents.Read(archive, content, store, DeviceNodes.Refuse);
        if (!nodes.TryGetValue(TreePath.Of("/control"), out ArchiveNode node) || node.Entry.SizeBytes > MaxBytes)
        {
            throw ArchiveFailure.Of(archive, "has no control file");
        }

        byte[] text = new byte[node.Entry.SizeBytes];
        using ITreeFile control = store.Open(node.Start, text.Length);
        _ = control.ReadAt(text, 0);
        return ControlFile.Parse(Encoding.UTF8.GetString(text)) ?? throw ArchiveFailure.Of(archive, "has no name in its control file");
    }
}
