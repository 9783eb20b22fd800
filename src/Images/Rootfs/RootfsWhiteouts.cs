using Ptracer.Linux;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Rootfs;

/// <summary>
/// Whiteouts of a layer (OCI image specification, layer.md): <c>.wh.NAME</c> hides NAME of the layers below, and
/// <c>.wh..wh..opq</c> all that they have in its directory. What the same layer makes stays, whichever comes first.
/// </summary>
/// <param name="place">Where the rootfs is made.</param>
/// <param name="entries">What is in it.</param>
/// <param name="directories">Its directories.</param>
internal sealed unsafe class RootfsWhiteouts(RootfsPlace place, RootfsEntries entries, RootfsDirectories directories)
{
    private const int OpenDirectory = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;

    /// <summary>Carries a whiteout out. False: the member is none.</summary>
    /// <exception cref="PtracerException">It hides something that is no name.</exception>
    public bool TryApply(string archive, ArchiveMember member)
    {
        ReadOnlySpan<byte> name = member.Path.Name;
        if (!name.StartsWith(".wh."u8))
        {
            return false;
        }

        ReadOnlySpan<byte> hidden = name[".wh.".Length..];
        if (hidden.IsEmpty || hidden.SequenceEqual("."u8) || hidden.SequenceEqual(".."u8))
        {
            throw ArchiveFailure.Member(archive, member.Path.Bytes[1..], "hides something that has no name");
        }

        bool isOpaque = hidden.SequenceEqual(".wh..opq"u8);
        bool isOfImage = isOpaque || !hidden.StartsWith(".wh."u8); // what else begins so is aufs's own bookkeeping
        if (isOfImage && !entries.IsFirstLayer)
        {
            int directory = directories.Enter(archive, member.Path.Parent, member, out TreePath path);
            if (isOpaque)
            {
                entries.Touch(path);
                HideAll(directory, path);
            }
            else
            {
                Hide(directory, path, hidden.ToArray());
            }
        }

        return true;
    }

    private void HideAll(int directory, TreePath path)
    {
        foreach (byte[] name in DirectoryNames.Read(directory))
        {
            Hide(directory, path, name);
        }
    }

    private void Hide(int directory, TreePath parent, byte[] name)
    {
        TreePath path = parent.Child(name);
        byte[] terminated = [.. name, 0];
        if (!entries.IsOfThisLayer(path))
        {
            long removed = TreeRemoval.Remove(directory, terminated);
            if (Raw.ErrnoOf(removed) != Errno.ENOENT)
            {
                OutputFailure.Checked(place.Path, path, removed);
                directories.Forget(path);
                entries.Forget(path);
            }

            return;
        }

        fixed (byte* p = terminated)
        {
            long opened = Fcntl.openat(directory, p, OpenDirectory);
            if (opened >= 0)
            {
                try
                {
                    HideAll((int)opened, path);
                }
                finally
                {
                    Unistd.close((int)opened);
                }
            }
        }
    }
}
