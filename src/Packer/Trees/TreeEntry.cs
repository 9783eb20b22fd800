namespace Ptracer.Packer.Trees;

/// <summary>What kind of file an entry is.</summary>
internal enum TreeEntryType
{
    File,
    Directory,
    Link,
    CharacterDevice,
    BlockDevice,
    Fifo,
    Socket,
}

/// <summary>What a tree knows of one of its entries, itself not followed (lstat(2)).</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Permissions">The low twelve bits of its mode: 07777.</param>
/// <param name="Owner">User id.</param>
/// <param name="Group">Group id.</param>
/// <param name="ModifiedSeconds">Seconds since 1970.</param>
/// <param name="ModifiedNanoseconds">Nanoseconds beyond them, 0 to 999,999,999.</param>
/// <param name="SizeBytes">A file's bytes, or the length of a link's text; 0 for others.</param>
/// <param name="Identity">Equal for the hard links of one file; 0 for one that has none.</param>
internal readonly record struct TreeEntry(
    TreeEntryType Type,
    uint Permissions,
    uint Owner,
    uint Group,
    long ModifiedSeconds,
    int ModifiedNanoseconds,
    long SizeBytes,
    UInt128 Identity);
