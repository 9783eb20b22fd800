namespace Ptracer.Loader;

/// <summary>
/// What env(1) makes of the one argument that a <c>#!</c> line gives it: which program it runs, and along which PATH it
/// looks for it. Options are those of coreutils' env; <c>-S</c> splits its text at blanks, with quotes and backslashes.
/// </summary>
/// <param name="Program">The program's name or path; null: env would run none.</param>
/// <param name="SearchPath">The PATH that the line sets; null: the one that env finds.</param>
internal readonly record struct EnvLine(byte[]? Program, byte[]? SearchPath)
{
    /// <summary>Where execvp(3) looks without PATH.</summary>
    private static ReadOnlySpan<byte> PathOfNone => "/bin:/usr/bin"u8;

    /// <summary>Reads the argument.</summary>
    /// <param name="argument">All that follows the interpreter on the line.</param>
    public static EnvLine Parse(ReadOnlySpan<byte> argument)
    {
        Queue<byte[]> words = new([argument.ToArray()]);
        byte[]? path = null;
        bool takesOptions = true;
        while (words.TryDequeue(out byte[]? word))
        {
            if (takesOptions && word.AsSpan().SequenceEqual("--"u8))
            {
                takesOptions = false;
            }
            else if (takesOptions && word is [(byte)'-', ..])
            {
                TakeOption(word, ref words, ref path);
            }
            else if (word.AsSpan().IndexOf((byte)'=') is int equals and > 0)
            {
                takesOptions = false;
                path = word.AsSpan(0, equals).SequenceEqual("PATH"u8) ? word[(equals + 1)..] : path;
            }
            else
            {
                return new EnvLine(word, path);
            }
        }

        return new EnvLine(null, path);
    }

    private static void TakeOption(byte[] word, ref Queue<byte[]> words, ref byte[]? path)
    {
        if (word is [(byte)'-', (byte)'-', ..])
        {
            ReadOnlySpan<byte> split = "--split-string="u8;
            if (word.AsSpan().StartsWith(split))
            {
                words = Joined(Split(word.AsSpan(split.Length)), words);
            }
            else if (word.AsSpan().SequenceEqual("--split-string"u8) && words.TryDequeue(out byte[]? text))
            {
                words = Joined(Split(text), words);
            }
            else if (word.AsSpan().SequenceEqual("--ignore-environment"u8))
            {
                path = PathOfNone.ToArray();
            }

            return;
        }

        if (word.Length == 1)
        {
            path = PathOfNone.ToArray(); // "-" alone is -i
        }

        for (int at = 1; at < word.Length; at++)
        {
            switch (word[at])
            {
                case (byte)'i':
                    path = PathOfNone.ToArray();
                    break;
                case (byte)'S':
                    ReadOnlySpan<byte> own = word.AsSpan(at + 1);
                    words = Joined(Split(own.IsEmpty && words.TryDequeue(out byte[]? next) ? next : own), words);
                    return;
                case (byte)'u' or (byte)'C' or (byte)'a':
                    if (at == word.Length - 1)
                    {
                        words.TryDequeue(out _);
                    }

                    return;
            }
        }
    }

    private static Queue<byte[]> Joined(List<byte[]> first, Queue<byte[]> rest) => new([.. first, .. rest]);

    private static List<byte[]> Split(ReadOnlySpan<byte> text)
    {
        List<byte[]> words = [];
        List<byte> word = [];
        bool isWord = false;
        byte quote = 0;
        for (int at = 0; at < text.Length; at++)
        {
            byte letter = text[at];
            if (quote == 0 && letter is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\v' or (byte)'\f')
            {
                if (isWord)
                {
                    words.Add([.. word]);
                    word.Clear();
                    isWord = false;
                }

                continue;
            }

            if (quote == 0 && !isWord && letter == '#')
            {
                break; // a comment
            }

            isWord = true;
            if (letter is (byte)'"' or (byte)'\'' && (quote == 0 || quote == letter))
            {
                quote = quote == 0 ? letter : (byte)0;
            }
            else
            {
                at += letter == '\\' && at + 1 < text.Length ? 1 : 0;
                word.Add(text[at]);
            }
        }

        if (isWord)
        {
            words.Add([.. word]);
        }

        return words;
    }
}
