namespace Ptracer.Units;

/// <summary>Whether an IPv6 socket takes IPv4 too.</summary>
internal enum BindIPv6Only
{
    /// <summary>As the kernel is set.</summary>
    Default,

    /// <summary>Both.</summary>
    Both,

    /// <summary>Only IPv6.</summary>
    IPv6Only,
}
