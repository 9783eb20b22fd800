namespace Ptracer.Loader;

/// <summary>One entry of the auxiliary vector that the guest sees instead of the kernel's.</summary>
internal readonly struct AuxiliaryEntry(AuxiliaryType type, ulong value)
{
    /// <summary>The key.</summary>
    internal AuxiliaryType Type { get; } = type;

    /// <summary>A number or an address, as the key says.</summary>
    internal ulong Value { get; } = value;
}
