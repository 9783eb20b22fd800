using System.Text;

namespace Ptracer.Packer.Archives;

/// <summary>What is said of an archive, or of a member of it, that is not taken.</summary>
internal static class ArchiveFailure
{
    private const string Remedy = "get the archive from a place you trust, or make it again";

    /// <summary>A member is refused.</summary>
    /// <param name="archive">The archive's name.</param>
    /// <param name="member">The member's name, as it is there.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="remedy">What to do.</param>
    public static PtracerException Member(string archive, ReadOnlySpan<byte> member, string problem, string remedy = Remedy) =>
        new($"{archive}: {Encoding.UTF8.GetString(member)}: {problem}; {remedy}");

    /// <summary>The archive itself is refused.</summary>
    public static PtracerException Of(string archive, string problem, string remedy = Remedy) =>
        new($"{archive}: {problem}; {remedy}");
}
