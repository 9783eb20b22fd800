namespace Ptracer.Packer.Trees;

/// <summary>How a lookup ended.</summary>
internal enum TreeLookupStatus
{
    Found,

    /// <summary>ENOENT.</summary>
    Missing,

    /// <summary>ENOTDIR: something that is no directory stands on the way.</summary>
    NotDirectory,

    /// <summary>ELOOP: more than 40 links.</summary>
    Loop,
}

/// <summary>Where a path leads in a tree.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Path">The place itself, if found; else as far as the lookup came.</param>
/// <param name="Entry">What is there, if found.</param>
/// <param name="Links">Every symbolic link on the way, in order, each by its own place: parents' links too.</param>
internal readonly record struct TreeLookup(TreeLookupStatus Status, TreePath Path, TreeEntry Entry, IReadOnlyList<TreePath> Links)
{
    /// <summary>Whether something is there.</summary>
    public bool IsFound => Status == TreeLookupStatus.Found;
}
