using Ptracer.Packer.Archives;

namespace Ptracer.Images.Rootfs;

/// <summary>
/// Makes a rootfs from archives, one or the layers of an image, as any user. It is made beside its place and takes it when it
/// is complete; whatever goes wrong before leaves nothing.
/// </summary>
internal sealed class RootfsWriter : IDisposable
{
    private readonly RootfsPlace _place;
    private readonly RootfsLimits _limits;
    private readonly RootfsEntries _entries = new();
    private readonly RootfsDirectories _directories;
    private readonly RootfsMembers _members;
    private readonly Interruption _interruption;
    private readonly long _maxBytes;
    private bool _hasLayer;

    /// <summary>Begins it.</summary>
    /// <param name="path">Where the rootfs goes; nothing may be there.</param>
    /// <param name="limits">How much it may become.</param>
    /// <param name="token">Cancels it.</param>
    /// <exception cref="PtracerException">It cannot be made there.</exception>
    public RootfsWriter(string path, RootfsLimits limits, CancellationToken token)
    {
        _limits = limits;
        _interruption = new Interruption(token);
        try
        {
            _place = new RootfsPlace(path);
            long free = _place.FreeBytes();
            _maxBytes = Math.Min(limits.MaxBytes ?? free, free);
            _directories = new RootfsDirectories(_place, _entries, limits.MaxDepth);
            _members = new RootfsMembers(_place, _entries, _directories, limits.HardLinks, _interruption);
        }
        catch
        {
            _place?.Dispose();
            _interruption.Dispose();
            throw;
        }
    }

    /// <summary>Applies an archive; its names of whiteouts are ordinary names.</summary>
    /// <param name="archive">Its name, for messages.</param>
    /// <param name="content">What it is, decompressed. It is read to its end.</param>
    /// <exception cref="PtracerException">It is damaged, refused, or cannot be written.</exception>
    public void AddArchive(string archive, Stream content) => Add(archive, content, whiteouts: null);

    /// <summary>Applies a layer of an image over those before (OCI image specification, layer.md).</summary>
    public void AddLayer(string archive, Stream content) =>
        Add(archive, content, new RootfsWhiteouts(_place, _entries, _directories));

    /// <summary>All is there: directories get their modes and times, and the rootfs takes its place.</summary>
    public RootfsReport Complete()
    {
        _members.FinishDirectories();
        _interruption.ThrowIfAsked();
        _place.Take();
        return _members.Report();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _directories.Dispose();
        _place.Dispose();
        _interruption.Dispose();
    }

    private void Add(string archive, Stream content, RootfsWhiteouts? whiteouts)
    {
        _entries.BeginLayer(isFirst: !_hasLayer);
        _hasLayer = true;
        try
        {
            // Headers alone may be a bomb too: they count as 4 KiB each.
            long room = Math.Min(long.MaxValue - _maxBytes, _limits.MaxMembers * 4096);
            using BoundedReadStream bounded = new(archive, content, _maxBytes + room);
            TarReader reader = new(archive, bounded);
            while (reader.Next() is { } record)
            {
                _interruption.ThrowIfAsked();
                Add(archive, record, reader, whiteouts);
            }

            reader.Drain();
        }
        catch (InvalidDataException)
        {
            throw ArchiveFailure.Of(archive, "the compressed data is damaged", "get it again");
        }
    }

    private void Add(string archive, TarRecord record, TarReader reader, RootfsWhiteouts? whiteouts)
    {
        if (record.Sparse is not null)
        {
            (record.Type, record.SizeBytes) = ('0', record.Sparse.FileBytes);
        }

        ArchiveMember member = ArchiveMembers.Check(archive, record, DeviceNodes.Show);
        long stored = record.Sparse?.Parts.Sum(static part => part.SizeBytes) ?? record.SizeBytes;
        if (++_members.Count > _limits.MaxMembers)
        {
            throw ArchiveFailure.Of(archive, $"has more than {_limits.MaxMembers} members");
        }

        if (member.LinkTarget is null && stored > _maxBytes - _members.SizeBytes)
        {
            throw ArchiveFailure.Member(
                archive,
                record.Name,
                $"would make the rootfs larger than the {_maxBytes / 1024 / 1024} MiB there is room for",
                "free some space, give a place elsewhere, or get another archive");
        }

        if (whiteouts?.TryApply(archive, member) != true)
        {
            _members.Add(archive, member, record, reader);
        }
    }
}
