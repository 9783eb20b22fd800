using Ptracer.Packer.Packing;

namespace Ptracer.Images;

/// <summary>
/// Asked between two steps whether to go on: the caller may have cancelled, or a signal that would end the process may have
/// come. Signals wait while it lives, so that what is half made can be removed first.
/// </summary>
/// <param name="token">The caller's.</param>
internal sealed class Interruption(CancellationToken token) : IDisposable
{
    private readonly SignalHold _signals = new();

    /// <summary>Asks.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="PtracerException">A signal came.</exception>
    public void ThrowIfAsked()
    {
        token.ThrowIfCancellationRequested();
        SignalHold.ThrowIfSignalled();
    }

    /// <inheritdoc/>
    public void Dispose() => _signals.Dispose();
}
