namespace Ptracer.Loader;

/// <summary>Whether addresses are randomized for the process (PF_RANDOMIZE).</summary>
internal enum AddressRandomization : byte
{
    /// <summary>As usual.</summary>
    Enabled,

    /// <summary>personality(2) has ADDR_NO_RANDOMIZE, or kernel.randomize_va_space is 0.</summary>
    Disabled,
}
