using Ptracer.Linux;

namespace Ptracer.Packer.Packing;

/// <summary>
/// While it lives, SIGINT, SIGTERM and SIGHUP do not end the process: it asks for them between two steps and cleans up.
/// When the last hold is disposed, a signal that came ends the process after all.
/// </summary>
internal sealed class SignalHold : IDisposable
{
    private bool _released;

    /// <summary>Begins it.</summary>
    public SignalHold() => Shim.ptracer_hold_signals();

    /// <summary>Asks whether to go on.</summary>
    /// <exception cref="PtracerException">A signal came; the status is a shell's for it, 128 + its number.</exception>
    public static void ThrowIfSignalled()
    {
        const int SignalStatus = 128;
        int signal = Shim.ptracer_held_signal();
        if (signal != 0)
        {
            throw new PtracerException(SignalStatus + signal, $"ended by signal {signal}; nothing was written");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_released)
        {
            _released = true;
            Shim.ptracer_release_signals();
        }
    }
}
