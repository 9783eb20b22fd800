using System.Text;

namespace Ptracer;

/// <summary>Paths given as text, as the bytes that the kernel takes.</summary>
internal static class HostText
{
    /// <summary>The bytes of a path, with a NUL behind.</summary>
    public static byte[] WithNul(string text) => Encoding.UTF8.GetBytes(text + "\0");

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Show(ReadOnlySpan<byte> path) => Encoding.UTF8.GetString(path);
}
