namespace Ptracer.Units;

/// <summary>An <c>EnvironmentFile=</c>; may be a pattern.</summary>
/// <param name="Path">An absolute path.</param>
/// <param name="IsOptional">Written with <c>-</c>: it need not be there.</param>
internal sealed record EnvironmentFileReference(string Path, bool IsOptional);
