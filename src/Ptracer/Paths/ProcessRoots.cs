namespace Ptracer.Paths;

/// <summary>
/// The roots of processes that have called chroot(2) as fake root: canonical guest paths. The kernel is never told; a
/// look-up starts there, and <c>..</c> and absolute links do not leave it (<see cref="PathWalker"/>).
/// </summary>
internal sealed class ProcessRoots
{
    private readonly Dictionary<int, byte[]> _roots = [];

    /// <summary>A process's root; null: the guest's.</summary>
    public byte[]? Of(int process) => _roots.Count == 0 ? null : _roots.GetValueOrDefault(process);

    /// <summary>What chroot(2) does.</summary>
    /// <param name="process">The process.</param>
    /// <param name="guestPath">Canonical; empty: the guest's root.</param>
    public void Set(int process, ReadOnlySpan<byte> guestPath)
    {
        _roots.Remove(process);
        if (!guestPath.IsEmpty)
        {
            _roots[process] = guestPath.ToArray();
        }
    }

    /// <summary>A path as a process sees it: what is not below its root stays as it is.</summary>
    public ReadOnlySpan<byte> Within(int process, ReadOnlySpan<byte> guestPath) =>
        Of(process) is not { } root || !guestPath.StartsWith(root) ? guestPath
        : guestPath.Length == root.Length ? "/"u8
        : guestPath[root.Length] == '/' ? guestPath[root.Length..] : guestPath;

    /// <summary>A child process starts with what its maker has.</summary>
    public void Copy(int from, int to)
    {
        if (Of(from) is { } root)
        {
            _roots[to] = root;
        }
    }

    /// <summary>A process has ended.</summary>
    public void Forget(int process) => _roots.Remove(process);
}
