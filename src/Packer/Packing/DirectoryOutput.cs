using Ptracer.Linux;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// A pack as a directory. Every entry is made from the open directory that holds it, so no link is ever followed;
/// modes and times of directories are set when nothing more goes into them. Modes are kept with their setuid bits,
/// owners only when root writes: any other user owns what it makes.
/// </summary>
internal sealed unsafe class DirectoryOutput : IPackOutput
{
    private const int NewFile = Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_EXCL | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC;
    private const int NewFileMode = 0x180; // 0600

    private readonly OutputPlace _place;
    private readonly CopyQueue _copies;
    private readonly OpenDirectories _directories;
    private readonly Dictionary<UInt128, TreePath> _linked = [];

    /// <summary>Begins it.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="existing">What happens to a directory that is there.</param>
    /// <exception cref="PtracerException">It cannot be made there.</exception>
    public DirectoryOutput(string path, ExistingOutput existing)
    {
        _place = new OutputPlace(path, OutputKind.Directory, existing);
        _copies = new CopyQueue(path);
        _directories = new OpenDirectories(path, _place.Descriptor);
    }

    /// <inheritdoc/>
    public void Write(PackItem item)
    {
        SignalHold.ThrowIfSignalled();
        if (item.Path.IsRoot)
        {
            _directories.SetRoot(item.Entry);
            return;
        }

        int directory = _directories.Enter(item.Path.Parent);
        fixed (byte* name = (byte[])[.. item.Path.Name, 0])
        {
            switch (item.Entry.Type)
            {
                case TreeEntryType.Directory:
                    _directories.Make(item.Path, item.Entry, name);
                    break;
                case TreeEntryType.File:
                    WriteFile(item, directory, name);
                    break;
                case TreeEntryType.Link:
                    WriteLink(item, directory, name);
                    break;
                case TreeEntryType.Fifo:
                    Check(item.Path, Stat.mknodat(directory, name, Stat.S_IFIFO | NewFileMode, 0));
                    SetNamed(item, directory, name);
                    break;
                default:
                    throw PackItems.Refused(_place.Path, item);
            }
        }
    }

    /// <inheritdoc/>
    public void Complete()
    {
        _copies.Complete();
        _directories.LeaveAll();
        _place.Take();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _copies.Dispose();
        _directories.Dispose();
        _place.Dispose();
    }

    private void WriteFile(PackItem item, int directory, byte* name)
    {
        if (item.Entry.Identity != default && !_linked.TryAdd(item.Entry.Identity, item.Path))
        {
            fixed (byte* first = (byte[])[.. _linked[item.Entry.Identity].Bytes[1..], 0])
            {
                long linked = Unistd.linkat(_place.Descriptor, first, directory, name, 0);
                if (linked >= 0 || Raw.ErrnoOf(linked) is not (Errno.EMLINK or Errno.EPERM or Errno.EOPNOTSUPP or Errno.EACCES))
                {
                    Check(item.Path, linked);
                    return; // a file system without hard links (Android's) gets a copy
                }
            }
        }

        _copies.Add(item, (int)Check(item.Path, Fcntl.openat(directory, name, NewFile, NewFileMode)));
    }

    private void WriteLink(PackItem item, int directory, byte* name)
    {
        fixed (byte* text = (byte[])[.. PackItems.LinkText(item), 0])
        {
            Check(item.Path, Unistd.symlinkat(text, directory, name));
        }

        DirectoryMetadata.SetLink(_place.Path, item.Path, directory, name, item.Entry);
    }

    // A new name in our own directory: nobody has put a link there.
    private void SetNamed(PackItem item, int directory, byte* name)
    {
        Check(item.Path, Stat.fchmodat(directory, name, item.Entry.Permissions));
        DirectoryMetadata.SetLink(_place.Path, item.Path, directory, name, item.Entry);
    }

    private long Check(TreePath path, long result) => OutputFailure.Checked(_place.Path, path, result);
}
