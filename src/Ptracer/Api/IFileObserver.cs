namespace Ptracer;

/// <summary>
/// Hears of every path that a session's guest uses: what is opened, executed, looked at, listed, made or removed, in all
/// of its processes. Called by the tracer between a stop and its resumption: the guest waits meanwhile.
/// </summary>
public interface IFileObserver
{
    /// <summary>A path is about to be used; the call may yet fail.</summary>
    /// <param name="guestPath">
    /// As the guest gave it, made absolute by the directory it starts in: links, <c>.</c> and <c>..</c> are still in it.
    /// Valid during the call only.
    /// </param>
    void Used(ReadOnlySpan<byte> guestPath);
}
