namespace Ptracer.Units;

/// <summary>Exit statuses and signals of <c>SuccessExitStatus=</c> and its like.</summary>
/// <param name="Statuses">Exit statuses.</param>
/// <param name="Signals">Signals that end a process.</param>
internal sealed record ExitStatusSet(IReadOnlySet<byte> Statuses, IReadOnlySet<int> Signals)
{
    /// <summary>None.</summary>
    public static readonly ExitStatusSet Empty = new(new HashSet<byte>(), new HashSet<int>());

    /// <summary>Whether neither statuses nor signals are in it.</summary>
    public bool IsEmpty => Statuses.Count == 0 && Signals.Count == 0;

    /// <summary>Whether a process that exited so is meant.</summary>
    public bool HasStatus(int status) => status is >= 0 and <= byte.MaxValue && Statuses.Contains((byte)status);

    /// <summary>Whether a process that a signal ended is meant.</summary>
    public bool HasSignal(int signal) => Signals.Contains(signal);
}
