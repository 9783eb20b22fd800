namespace Ptracer.Loader;

/// <summary>
/// The dynamic string tokens of ld.so(8), written <c>$NAME</c> or <c>${NAME}</c>: ORIGIN, LIB and PLATFORM. Anything
/// else behind a dollar stays as it is, as in glibc.
/// </summary>
/// <param name="Origin">The directory of the object that the text is from.</param>
/// <param name="Library"><c>lib64</c>, on Debian <c>lib/x86_64-linux-gnu</c>.</param>
/// <param name="Platform">The processor.</param>
internal readonly record struct DynamicStringTokens(byte[] Origin, byte[] Library, byte[] Platform)
{
    private const int PathMax = 4096;

    /// <summary>Replaces the tokens; null when the result is longer than any path.</summary>
    public byte[]? Expand(byte[] text)
    {
        if (!text.AsSpan().Contains((byte)'$'))
        {
            return text;
        }

        List<byte> result = [];
        for (int index = 0; index < text.Length;)
        {
            byte[] value = [];
            int length = text[index] == '$' ? Match(text.AsSpan(index + 1), out value) : 0;
            if (length == 0)
            {
                result.Add(text[index++]);
            }
            else
            {
                result.AddRange(value);
                index += 1 + length;
            }

            if (result.Count >= PathMax)
            {
                return null;
            }
        }

        return [.. result];
    }

    // The length of the token behind the dollar; 0: there is none.
    private int Match(ReadOnlySpan<byte> text, out byte[] value)
    {
        int length = Length(text, "ORIGIN"u8);
        if (length > 0)
        {
            value = Origin;
            return length;
        }

        length = Length(text, "PLATFORM"u8);
        if (length > 0)
        {
            value = Platform;
            return length;
        }

        value = Library;
        return Length(text, "LIB"u8);
    }

    private static int Length(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        bool isCurly = text.StartsWith("{"u8);
        ReadOnlySpan<byte> rest = isCurly ? text[1..] : text;
        if (!rest.StartsWith(name))
        {
            return 0;
        }

        byte next = rest.Length > name.Length ? rest[name.Length] : (byte)0;
        if (isCurly)
        {
            return next == '}' ? name.Length + 2 : 0;
        }

        return char.IsAsciiLetterOrDigit((char)next) || next == '_' ? 0 : name.Length;
    }
}
