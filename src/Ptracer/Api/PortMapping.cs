namespace Ptracer;

/// <summary>A TCP and UDP port of the guest that is another one on the host.</summary>
/// <param name="GuestPort">As the guest binds, connects to and is told it, 1 to 65535.</param>
/// <param name="HostPort">As the host has it, 1 to 65535.</param>
public sealed record PortMapping(int GuestPort, int HostPort);
