using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>Quick looks into packed files: which are ELF files, and which names they hold.</summary>
internal static class ElfFiles
{
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Whether a file starts with ELF's four bytes.</summary>
    public static bool IsElf(TreeResolver resolver, TreePath path)
    {
        const int SmallestBytes = 52; // Elf32_Ehdr
        if (!resolver.TryGet(path, out TreeEntry entry) || entry.Type != TreeEntryType.File || entry.SizeBytes < SmallestBytes)
        {
            return false;
        }

        using ITreeFile file = resolver.Tree.Open(path);
        Span<byte> start = stackalloc byte[4];
        return file.ReadAt(start, 0) == start.Length && start.SequenceEqual("\u007fELF"u8);
    }

    /// <summary>Which of some names a file holds as whole strings: in its table of dynamic symbols' names, that is.</summary>
    public static void FindNames(ITree tree, TreePath path, IReadOnlyList<byte[]> names, HashSet<byte[]> found)
    {
        using ITreeFile file = tree.Open(path);
        byte[] chunk = ArrayPool.Rent(ChunkBytes);
        int longest = 0;
        foreach (byte[] name in names)
        {
            longest = Math.Max(longest, name.Length);
        }

        for (long offset = 0; offset < file.SizeBytes; offset += ChunkBytes - longest - 2)
        {
            ReadOnlySpan<byte> part = chunk.AsSpan(0, file.ReadAt(chunk.AsSpan(0, ChunkBytes), offset));
            foreach (byte[] name in names)
            {
                if (!found.Contains(name) && Holds(part, name))
                {
                    found.Add(name);
                }
            }
        }

        ArrayPool.Return(chunk);
    }

    private static System.Buffers.ArrayPool<byte> ArrayPool => System.Buffers.ArrayPool<byte>.Shared;

    private static bool Holds(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        for (int at; (at = bytes.IndexOf(name)) >= 0; bytes = bytes[(at + 1)..])
        {
            if (at > 0 && bytes[at - 1] == 0 && at + name.Length < bytes.Length && bytes[at + name.Length] == 0)
            {
                return true;
            }
        }

        return false;
    }
}
