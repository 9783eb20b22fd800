namespace Ptracer.Guest;

/// <summary>A system call as the guest made it: its number and six argument words.</summary>
internal readonly struct SyscallCall(int number, ulong a, ulong b, ulong c, ulong d, ulong e, ulong f)
{
    public readonly int Number = number;
    private readonly ulong _a = a;
    private readonly ulong _b = b;
    private readonly ulong _c = c;
    private readonly ulong _d = d;
    private readonly ulong _e = e;
    private readonly ulong _f = f;

    /// <summary>Argument <paramref name="index"/>, 0 to 5.</summary>
    public ulong this[int index] => index switch { 0 => _a, 1 => _b, 2 => _c, 3 => _d, 4 => _e, _ => _f };

    /// <summary>The argument as the kernel reads an <c>int</c>: its low 32 bits.</summary>
    public int Int(int index) => (int)(uint)this[index];

    public GuestPtr Pointer(int index) => new(this[index]);
}
