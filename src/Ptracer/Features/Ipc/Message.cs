namespace Ptracer.Features.Ipc;

/// <summary>A message of a System V queue.</summary>
/// <param name="Type">Above 0.</param>
/// <param name="Text">What it says.</param>
internal sealed record Message(long Type, byte[] Text);
