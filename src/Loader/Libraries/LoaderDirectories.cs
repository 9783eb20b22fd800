namespace Ptracer.Loader;

/// <summary>
/// The default directories that a glibc loader has compiled in, read out of the loader itself: each distribution has its
/// own, and the loader is the one who knows. They are strings in a row, each with a slash at both ends, such as
/// <c>/lib64/</c> and <c>/usr/lib64/</c>; nothing else in a loader looks so.
/// </summary>
internal static class LoaderDirectories
{
    /// <summary>How much of a loader is looked at; they have 250 KiB.</summary>
    public const int MaxSizeBytes = 2 * 1024 * 1024;

    private const int MaxLength = 256;

    /// <summary>The longest row of such strings, in its order, without the slashes at the end; empty: there is none.</summary>
    public static List<byte[]> Find(ReadOnlySpan<byte> loader)
    {
        List<byte[]> longest = [];
        for (int at = 0; at < loader.Length;)
        {
            int start = loader[at..].IndexOf("\0/"u8);
            if (start < 0)
            {
                break;
            }

            at += start + 1;
            List<byte[]> row = [];
            while (Length(loader[at..]) is > 0 and int length)
            {
                row.Add(loader.Slice(at, length - 1).ToArray());
                at += length + 1;
            }

            longest = row.Count > longest.Count ? row : longest;

            // The NUL before may be the one that starts the next row.
            at = row.Count > 0 ? at - 1 : at;
        }

        return longest;
    }

    /// <summary>What <c>$LIB</c> means to a loader with these directories: the first without its <c>/</c> or <c>/usr/</c>.</summary>
    public static byte[] Library(IReadOnlyList<byte[]> directories)
    {
        ReadOnlySpan<byte> first = directories.Count > 0 ? directories[0] : "/lib"u8;
        first = first.StartsWith("/usr/"u8) ? first["/usr/".Length..] : first[1..];
        return first.StartsWith("lib"u8) ? first.ToArray() : "lib"u8.ToArray();
    }

    // The length of such a string at the start, without its NUL; 0: there is none.
    private static int Length(ReadOnlySpan<byte> text)
    {
        text = text.Length > MaxLength ? text[..MaxLength] : text;
        int length = text.IndexOf((byte)0);
        if (length < "/lib/".Length || text[0] != '/' || text[length - 1] != '/')
        {
            return 0;
        }

        ReadOnlySpan<byte> path = text[..length];
        bool isPlain = path.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;
        return isPlain && path.IndexOf("/lib"u8) >= 0 ? length : 0;
    }
}
