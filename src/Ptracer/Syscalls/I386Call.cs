using Ptracer.Guest;
using Ptracer.Linux;

namespace Ptracer.Syscalls;

/// <summary>A call of i386: as the table of calls sees it, and as the kernel is asked for it with other arguments.</summary>
internal struct I386Call
{
    /// <summary>Each argument where it is on x86-64.</summary>
    public const uint SameOrder = 0x543210;

    /// <summary>As on x86-64.</summary>
    public SyscallCall Call;

    /// <summary>Why the arguments could not be read, of a call that this session makes itself.</summary>
    public Errno Error;

    /// <summary>The number by which it is made, if not as it stands: of a call that does the same.</summary>
    public int Number;

    /// <summary>The arguments of that call.</summary>
    public SixWords Words;

    /// <summary>Whether the guest's second word points to all arguments (socketcall(2)).</summary>
    public bool IsIndirect;

    /// <summary>Where in <see cref="Words"/> each argument of <see cref="Call"/> lies: 4 bits each, from the lowest.</summary>
    public uint Order;

    /// <summary>Where argument <paramref name="index"/> of a call with this order lies.</summary>
    public static int Place(uint order, int index) => (int)((order >> (4 * index)) & 0xf);
}
