namespace Ptracer.Loader;

/// <summary>What a line of <c>/etc/ld.so.conf</c> is.</summary>
internal enum LibraryConfigurationKind
{
    /// <summary>A directory of libraries.</summary>
    Directory,

    /// <summary>The files to go on with: a pattern as of glob(7), relative to the file that it stands in.</summary>
    Include,
}

/// <summary>A line of <c>/etc/ld.so.conf</c> that means something.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The directory, or the pattern.</param>
internal readonly record struct LibraryConfigurationLine(LibraryConfigurationKind Kind, byte[] Text);

/// <summary>
/// Reads <c>/etc/ld.so.conf</c> as ldconfig(8) does: a directory a line, <c>#</c> up to the line's end is a comment,
/// <c>include</c> takes patterns, <c>hwcap</c> lines mean nothing any more, and <c>=TYPE</c> behind a directory neither.
/// </summary>
internal static class LibraryConfiguration
{
    /// <summary>Longer files are not read.</summary>
    public const int MaxSizeBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Blanks => " \t\r\v\f"u8;

    /// <summary>Reads a file's lines.</summary>
    public static List<LibraryConfigurationLine> Parse(ReadOnlySpan<byte> text)
    {
        List<LibraryConfigurationLine> lines = [];
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            int comment = line.IndexOf((byte)'#');
            line = (comment < 0 ? line : line[..comment]).Trim(Blanks);
            if (!line.IsEmpty)
            {
                Add(lines, line);
            }
        }

        return lines;
    }

    private static void Add(List<LibraryConfigurationLine> lines, ReadOnlySpan<byte> line)
    {
        if (Rest(line, "include"u8, out ReadOnlySpan<byte> patterns))
        {
            foreach (Range range in patterns.SplitAny(" \t"u8))
            {
                if (!patterns[range].IsEmpty)
                {
                    lines.Add(new LibraryConfigurationLine(LibraryConfigurationKind.Include, patterns[range].ToArray()));
                }
            }
        }
        else if (!Rest(line, "hwcap"u8, out _))
        {
            int type = line.IndexOf((byte)'=');
            ReadOnlySpan<byte> directory = (type < 0 ? line : line[..type]).TrimEnd(Blanks);
            if (directory.StartsWith("/"u8))
            {
                lines.Add(new LibraryConfigurationLine(LibraryConfigurationKind.Directory, directory.ToArray()));
            }
        }
    }

    private static bool Rest(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word, out ReadOnlySpan<byte> rest)
    {
        bool isWord = line.StartsWith(word) && line.Length > word.Length && line[word.Length] is (byte)' ' or (byte)'\t';
        rest = isWord ? line[word.Length..].Trim(Blanks) : default;
        return isWord;
    }
}
