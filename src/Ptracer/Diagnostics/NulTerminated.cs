using System.Text;

namespace Ptracer.Diagnostics;

/// <summary>Text as C takes it.</summary>
internal static class NulTerminated
{
    /// <summary>The text in UTF-8, with a NUL behind it.</summary>
    public static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
