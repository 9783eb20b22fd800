namespace Ptracer.Guest;

/// <summary>A system call as the guest made it: its number and six argument words.</summary>
/// <param name="number">Its number on x86-64, whatever the guest's own: the table of calls has one row for both.</param>
/// <param name="words">Its arguments in x86-64's order; those of 32 bits are zero-extended.</param>
internal readonly struct SyscallCall(int number, in SixWords words)
{
    public readonly int Number = number;
    private readonly SixWords _words = words;

    /// <summary>By which interface it was made: it decides how structures lie in the guest's memory.</summary>
    public Abi Abi { get; init; }

    /// <summary>Its number by that interface.</summary>
    public int OwnNumber { get; init; } = number;

    /// <summary>Argument <paramref name="index"/>, 0 to 5.</summary>
    public ulong this[int index] => _words[index];

    /// <summary>The argument as the kernel reads an <c>int</c>: its low 32 bits.</summary>
    public int Int(int index) => (int)(uint)this[index];

    /// <summary>The argument as the kernel reads a <c>long</c>.</summary>
    public long Long(int index) => Abi == Abi.I386 ? Int(index) : (long)this[index];

    public GuestPtr Pointer(int index) => new(this[index]);
}
