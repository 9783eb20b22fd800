using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>What a call does to what a path names: decides what a read-only binding or a mount point answers.</summary>
internal enum PathUse
{
    Read,

    /// <summary>Changes the object: EROFS on a read-only mount.</summary>
    Write,

    /// <summary>Changes a file's content: the same, but a directory is EISDIR.</summary>
    WriteContent,

    /// <summary>Makes an entry: EEXIST, or EROFS on a read-only mount.</summary>
    Make,

    /// <summary>Removes an entry: EBUSY for a mount point.</summary>
    RemoveFile,
    RemoveDirectory,
}

/// <summary>Where a path lies among a call's arguments, and how it is looked up.</summary>
/// <param name="Path">Index of the path.</param>
/// <param name="Directory">Index of its directory descriptor; -1: the working directory.</param>
/// <param name="Kind">The lookup, when no flag says otherwise.</param>
/// <param name="Use">What the call does to it.</param>
/// <param name="Flags">Index of the flags; -1: none.</param>
/// <param name="FollowFlag">The flag that makes it follow.</param>
/// <param name="NoFollowFlag">The flag that makes it not follow.</param>
internal readonly record struct PathArgument(
    sbyte Path,
    sbyte Directory = -1,
    LookupKind Kind = LookupKind.Follow,
    PathUse Use = PathUse.Read,
    sbyte Flags = -1,
    uint FollowFlag = 0,
    uint NoFollowFlag = 0);
