using System.Diagnostics;
using System.Globalization;
using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Packing;

namespace Ptracer.Host.Cli;

/// <summary>
/// While it lives, a signal that would end the process ends the work instead, at its next step, and what is half-made is
/// removed. How far the work is stands on a line of the terminal, if it takes long.
/// </summary>
internal sealed class GuestProgress : IProgress<CreationProgress>, IDisposable
{
    private const int FirstAfterMs = 1000;
    private const int ThenEveryMs = 100;

    private readonly SignalHold _signals = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly bool _isTerminal = Terminal.IsErrorTerminal;
    private long _nextMs = FirstAfterMs;
    private bool _isShown;

    /// <inheritdoc/>
    public void Report(CreationProgress value)
    {
        SignalHold.ThrowIfSignalled();
        if (!_isTerminal || _watch.ElapsedMilliseconds < _nextMs)
        {
            return;
        }

        _nextMs = _watch.ElapsedMilliseconds + ThenEveryMs;
        _isShown = true;
        string total = value.TotalBytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" of {bytes / 1e6:0}") : "";
        Terminal.WriteError(string.Create(
            CultureInfo.InvariantCulture, $"\r{Terminal.OneLine(value.Step)}: {value.DoneBytes / 1e6:0}{total} MB\u001b[K"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isShown)
        {
            Terminal.WriteError("\r\u001b[K");
        }

        _signals.Dispose();
    }
}
