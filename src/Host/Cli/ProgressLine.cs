using System.Diagnostics;
using System.Globalization;

namespace Ptracer.Host.Cli;

/// <summary>A line on standard error that tells how far something is: on a terminal only, and only if it takes long.</summary>
internal sealed class ProgressLine
{
    private const int BarWidth = 40;
    private const int FirstAfterMs = 1000;
    private const int ThenEveryMs = 100;

    private readonly bool _isTerminal = Terminal.IsErrorTerminal;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _nextMs = FirstAfterMs;
    private bool _isShown;

    /// <summary>Shows it, if it is time to.</summary>
    /// <param name="done">Bytes done.</param>
    /// <param name="total">Bytes in all.</param>
    public void Show(long done, long total)
    {
        if (!_isTerminal || total == 0 || _watch.ElapsedMilliseconds < _nextMs)
        {
            return;
        }

        _nextMs = _watch.ElapsedMilliseconds + ThenEveryMs;
        _isShown = true;
        int filled = (int)(done * BarWidth / total);
        string bar = new string('#', filled).PadRight(BarWidth, '.');
        Terminal.WriteError(string.Create(
            CultureInfo.InvariantCulture, $"\r[{bar}] {done * 100 / total,3} %  {done / 1e6:0} of {total / 1e6:0} MB"));
    }

    /// <summary>Takes the line away.</summary>
    public void Clear()
    {
        if (_isShown)
        {
            Terminal.WriteError("\r\u001b[K");
        }
    }
}
