using System.Runtime.InteropServices;

namespace Ptracer.Host.Posix;

/// <summary>The signals by which a program that serves is told to end. That of a terminal that has gone away is none.</summary>
internal sealed class EndSignals : IDisposable
{
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _hangup;

    /// <summary>Listens.</summary>
    /// <param name="end">Called at each, on another thread.</param>
    public EndSignals(Action end)
    {
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            end();
        }

        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _hangup.Dispose();
    }
}
