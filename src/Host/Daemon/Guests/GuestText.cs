using System.Text;
using Ptracer.Packer.Trees;

namespace Ptracer.Host.Daemon.Guests;

/// <summary>Texts of a rootfs, found as the guest would find them: no link leads out of it.</summary>
internal static class GuestText
{
    /// <summary>Whether a directory is there.</summary>
    /// <param name="rootfs">The rootfs's host path.</param>
    /// <param name="path">The guest path.</param>
    public static bool HasDirectory(string rootfs, string path)
    {
        using DirectoryTree tree = new(rootfs);
        TreeLookup found = new TreeResolver(tree).Find(Encoding.UTF8.GetBytes(path));
        return found.IsFound && found.Entry.Type == TreeEntryType.Directory;
    }

    /// <summary>Reads a text; what is not UTF-8 in it is replaced.</summary>
    /// <param name="rootfs">The rootfs's host path.</param>
    /// <param name="path">The guest path.</param>
    /// <param name="limitBytes">Not more than this is read.</param>
    /// <returns>Null: it is not there, or cannot be read.</returns>
    public static string? Read(string rootfs, string path, int limitBytes)
    {
        try
        {
            using DirectoryTree tree = new(rootfs);
            TreeLookup found = new TreeResolver(tree).Find(Encoding.UTF8.GetBytes(path));
            if (!found.IsFound || found.Entry.Type != TreeEntryType.File)
            {
                return null;
            }

            using ITreeFile file = tree.Open(found.Path);
            byte[] content = new byte[Math.Min(file.SizeBytes, limitBytes)];
            return Encoding.UTF8.GetString(content, 0, file.ReadAt(content, 0));
        }
        catch (PtracerException)
        {
            return null;
        }
    }
}
