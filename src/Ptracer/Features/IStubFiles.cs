using Ptracer.Guest;

namespace Ptracer.Features;

/// <summary>The static programs that the kernel executes in the place of guests' own, and that load these.</summary>
internal interface IStubFiles
{
    /// <summary>The host path of that for programs of this interface, with its NUL; empty: there is none.</summary>
    byte[] this[Abi abi] { get; }

    /// <summary>Why there is none for 32-bit programs, where there is none.</summary>
    string Missing { get; }
}
