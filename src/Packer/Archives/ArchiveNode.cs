using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Archives;

/// <summary>What a tree of archives has at a place.</summary>
/// <param name="Entry">Its kind, mode, owner, time, size, and the identity of hard links.</param>
/// <param name="LinkText">A symbolic link's text.</param>
/// <param name="Start">Where a file's content is in the store.</param>
internal readonly record struct ArchiveNode(TreeEntry Entry, byte[] LinkText, long Start);
