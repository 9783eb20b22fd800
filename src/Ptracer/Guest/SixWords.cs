using System.Runtime.CompilerServices;

namespace Ptracer.Guest;

/// <summary>The six argument words of a system call.</summary>
[InlineArray(Count)]
internal struct SixWords
{
    public const int Count = 6;

    private ulong _first;
}
