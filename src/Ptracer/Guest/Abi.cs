namespace Ptracer.Guest;

/// <summary>The interface by which a program calls the kernel: numbers, registers, and the layout of what pointers lead to.</summary>
internal enum Abi : byte
{
    /// <summary>x86-64.</summary>
    X64,

    /// <summary>i386, of 32-bit programs: a pointer and a <c>long</c> have 4 bytes.</summary>
    I386,
}
