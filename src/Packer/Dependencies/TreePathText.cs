using System.Text;

namespace Ptracer.Packer.Dependencies;

/// <summary>Paths in messages: what is not UTF-8 is replaced.</summary>
internal static class TreePathText
{
    /// <summary>The text of a path.</summary>
    public static string Of(ReadOnlySpan<byte> path) => Encoding.UTF8.GetString(path);
}
