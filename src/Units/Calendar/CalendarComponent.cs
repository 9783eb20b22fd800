namespace Ptracer.Units;

/// <summary>A value, range or repetition in one field of a calendar expression.</summary>
/// <param name="Start">The first value; seconds are counted in microseconds.</param>
/// <param name="Stop">The last value; -1 for none.</param>
/// <param name="Repeat">The step; 0 for a single value.</param>
internal readonly record struct CalendarComponent(int Start, int Stop, int Repeat);
