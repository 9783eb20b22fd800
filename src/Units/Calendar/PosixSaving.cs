namespace Ptracer.Units;

/// <summary>Daylight saving of a <see cref="PosixZone"/>.</summary>
/// <param name="Offset">Seconds east of UTC while it lasts.</param>
/// <param name="Start">When it begins, in standard time.</param>
/// <param name="End">When it ends, in daylight saving time.</param>
internal sealed record PosixSaving(int Offset, PosixRule Start, PosixRule End);
