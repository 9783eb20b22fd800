namespace Ptracer.Units;

/// <summary>One of the times at which a timer elapses.</summary>
/// <param name="Base">What it counts from.</param>
/// <param name="Time">How long after; nothing for a calendar expression.</param>
/// <param name="Calendar">The calendar expression; null for a time span.</param>
internal sealed record TimerValue(TimerBase Base, UnitTime Time, CalendarSpec? Calendar);
