namespace Ptracer.Paths;

/// <summary>
/// By which guest path each file that has stand-ins was last looked up: the kernel knows only where it lies, and that is
/// what <c>/proc/PID/fd</c>, <c>exe</c> and <c>maps</c> tell.
/// </summary>
internal sealed class StandInNames
{
    /// <summary>So many, then all are forgotten: the files' own paths are told until they are looked up again.</summary>
    private const int Most = 4096;

    private readonly Dictionary<ulong, byte[]> _names = [];

    public void Set(ulong id, ReadOnlySpan<byte> guestPath)
    {
        if (_names.TryGetValue(id, out byte[]? known) && guestPath.SequenceEqual(known))
        {
            return;
        }

        if (_names.Count >= Most)
        {
            _names.Clear();
        }

        _names[id] = guestPath.ToArray();
    }

    public bool TryGet(ulong id, out ReadOnlySpan<byte> guestPath)
    {
        bool found = _names.TryGetValue(id, out byte[]? name);
        guestPath = name;
        return found;
    }

    public bool TryGet(ReadOnlySpan<byte> hostPath, PathBuffer guestPath) =>
        StandIn.IsStored(hostPath) && _names.TryGetValue(StandIn.IdOf(hostPath), out byte[]? name) && guestPath.Set(name);
}
