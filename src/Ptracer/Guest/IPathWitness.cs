namespace Ptracer.Guest;

/// <summary>Hears of each path that a tracee uses, as it gave it, made absolute.</summary>
internal interface IPathWitness
{
    /// <summary>A path is about to be used.</summary>
    void Used(ReadOnlySpan<byte> guestPath);
}
