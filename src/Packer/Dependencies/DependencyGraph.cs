using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>What some programs need to be loaded, and who needs what.</summary>
/// <param name="Roots">The programs that were asked about, in that order.</param>
/// <param name="Nodes">All files found, each once, in the order in which they were met.</param>
/// <param name="Missing">What was needed and is not there, or not fit.</param>
internal sealed record DependencyGraph(
    IReadOnlyList<DependencyNode> Roots, IReadOnlyList<DependencyNode> Nodes, IReadOnlyList<MissingDependency> Missing);

/// <summary>What a file is to those who need it.</summary>
internal enum DependencyKind
{
    /// <summary>An ELF file with or without an interpreter that was asked about, or that a script is run by.</summary>
    Program,

    /// <summary>A shared library.</summary>
    Library,

    /// <summary>A dynamic loader: what PT_INTERP names.</summary>
    Loader,

    /// <summary>A text with a <c>#!</c> line.</summary>
    Script,

    /// <summary>Any other file that was asked about.</summary>
    Data,
}

/// <summary>A file that is needed.</summary>
/// <param name="path">Where it really is, links followed.</param>
/// <param name="entry">What is there.</param>
/// <param name="kind">What it is to those who need it.</param>
internal sealed class DependencyNode(TreePath path, TreeEntry entry, DependencyKind kind)
{
    /// <summary>Where it really is, links followed.</summary>
    public TreePath Path { get; } = path;

    /// <summary>What is there.</summary>
    public TreeEntry Entry { get; } = entry;

    /// <summary>What it is to those who need it.</summary>
    public DependencyKind Kind { get; } = kind;

    /// <summary>What it needs, in the order of the file.</summary>
    public List<DependencyEdge> Needs { get; } = [];
}

/// <summary>That a file needs another.</summary>
/// <param name="Name">As the file says it: a soname, a path of an interpreter.</param>
/// <param name="Target">What was found; null: nothing.</param>
/// <param name="FoundAs">The path by which it was found, before links are followed; empty if nothing was.</param>
/// <param name="Links">The symbolic links on the way from that path to the target, each by its own place.</param>
/// <param name="Reason">Why it was looked for, and where it was found: <c>NEEDED, by RUNPATH</c>.</param>
internal sealed record DependencyEdge(
    byte[] Name, DependencyNode? Target, byte[] FoundAs, IReadOnlyList<TreePath> Links, string Reason);

/// <summary>Something needed that cannot be had.</summary>
/// <param name="Name">What was looked for.</param>
/// <param name="NeededBy">Who needs it; null: it was asked about itself.</param>
/// <param name="Problem">What is wrong, for people: <c>not found</c>, <c>has no version GLIBC_2.38</c>.</param>
internal sealed record MissingDependency(byte[] Name, DependencyNode? NeededBy, string Problem)
{
    /// <summary>Whether it is there, but this user may not read it.</summary>
    public bool IsUnreadable => Problem == TreeFiles.Unreadable;
}
