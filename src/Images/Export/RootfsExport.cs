using Ptracer.Images.Rootfs;
using Ptracer.Linux;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Images.Export;

/// <summary>
/// A rootfs directory becomes an archive or an OCI image layout. Equal trees give equal bytes: entries are sorted, and
/// nothing of the time or place of the export is in them.
/// </summary>
internal sealed unsafe class RootfsExport
{
    private readonly string _rootfs;
    private readonly ExportOptions _options;
    private readonly Dictionary<TreePath, OwnerRecord> _records;
    private readonly List<TreePath> _skipped = [];

    private RootfsExport(string rootfs, ExportOptions options)
    {
        (_rootfs, _options) = (rootfs, options);
        _records = options.Records.ToDictionary(static record => record.Path);
    }

    /// <summary>Writes it.</summary>
    /// <param name="rootfs">The directory.</param>
    /// <param name="output">Where it goes.</param>
    /// <param name="format">What it becomes: an archive or a layout.</param>
    /// <param name="existing">What happens to something that is there.</param>
    /// <param name="options">Owners and the image's config.</param>
    /// <param name="progress">Told the bytes of content that are written, of 0: nobody has counted them.</param>
    /// <param name="token">Cancels it.</param>
    /// <returns>What was left out: sockets and device nodes.</returns>
    /// <exception cref="PtracerException">It cannot be read or written.</exception>
    public static IReadOnlyList<TreePath> Write(
        string rootfs,
        string output,
        OutputFormat format,
        ExistingOutput existing,
        ExportOptions options,
        Action<ImageProgress>? progress,
        CancellationToken token)
    {
        RootfsExport export = new(rootfs, options);
        using Interruption interruption = new(token);
        using DirectoryTree directory = new(rootfs);
        using ObservedTree tree = new(directory, interruption, done => progress?.Invoke(new ImageProgress(ImageStage.Pack, 1, 1, done, 0)));
        using IPackOutput written = PackOutputs.Create(output, format, existing, Settings(options));
        foreach (PackItem item in export.Items(tree, TreePath.Root))
        {
            interruption.ThrowIfAsked();
            written.Write(item);
        }

        written.Complete();
        return export._skipped;
    }

    private static ImageSettings Settings(ExportOptions options) => new()
    {
        Architecture = options.Config.Platform.Architecture,
        Reference = options.Reference,
        Entrypoint = options.Config.Entrypoint,
        Command = options.Config.Command,
        Environment = options.Config.Environment,
        WorkingDirectory = options.Config.WorkingDirectory,
        User = options.Config.User,
        ExposedPorts = options.Config.ExposedPorts,
        StopSignal = options.Config.StopSignal,
        Labels = options.Config.Labels,
        Volumes = options.Config.Volumes,
    };

    // A directory before what it holds, names by their bytes: the order of TreePath.
    private IEnumerable<PackItem> Items(ITree tree, TreePath path)
    {
        if (!tree.TryGet(path, out TreeEntry entry))
        {
            throw new PtracerException($"{_rootfs}{path}: went away meanwhile; export it when nothing writes it");
        }

        if (entry.Type is TreeEntryType.Socket or TreeEntryType.CharacterDevice or TreeEntryType.BlockDevice)
        {
            _skipped.Add(path);
            yield break;
        }

        yield return new PackItem(path, Owned(path, entry), null, (tree, path), []);
        if (entry.Type != TreeEntryType.Directory)
        {
            yield break;
        }

        IReadOnlyList<byte[]> names = tree.List(path);
        if (names.Count == 0)
        {
            ThrowUnlessReadable(path);
        }

        foreach (byte[] name in names)
        {
            foreach (PackItem item in Items(tree, path.Child(name)))
            {
                yield return item;
            }
        }
    }

    private TreeEntry Owned(TreePath path, TreeEntry entry)
    {
        if (_records.TryGetValue(path, out OwnerRecord? record) && record.Type == entry.Type)
        {
            return entry with { Owner = record.Owner, Group = record.Group, Permissions = record.Permissions };
        }

        return _options.Owners == ExportOwners.Stored ? entry : entry with { Owner = 0, Group = 0 };
    }

    // A list that is empty may be one that could not be read.
    private void ThrowUnlessReadable(TreePath path)
    {
        fixed (byte* name = (byte[])[.. HostText.Bytes(_rootfs), .. path.Bytes, 0])
        {
            long opened = Fcntl.openat(
                Fcntl.AT_FDCWD, name, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC);
            if (opened < 0)
            {
                throw new PtracerException(
                    $"{_rootfs}{path}: cannot be read ({Raw.ErrnoOf(opened)}); chmod u+rx it, or run as a user who may");
            }

            Unistd.close((int)opened);
        }
    }
}
