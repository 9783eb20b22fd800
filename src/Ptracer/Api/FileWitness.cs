using Ptracer.Guest;

namespace Ptracer;

/// <summary>Passes the paths that handlers see on to the session's observer: neither layer knows the other.</summary>
internal sealed class FileWitness(IFileObserver observer) : IPathWitness
{
    public void Used(ReadOnlySpan<byte> guestPath) => observer.Used(guestPath);
}
