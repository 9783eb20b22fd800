using System.Text;

namespace Ptracer.Units;

/// <summary>Takes words off the front of a value, with systemd.syntax(7)'s quoting and escapes.</summary>
/// <param name="text">The value.</param>
/// <param name="separators">What separates words.</param>
internal sealed class WordReader(string text, string separators = WordReader.Whitespace)
{
    /// <summary>What separates words unless said otherwise.</summary>
    public const string Whitespace = " \t\n\r";

    /// <summary>Where the next word is looked for.</summary>
    public int Position { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public bool AtEnd => Position >= text.Length;

    /// <summary>What is left.</summary>
    public string Rest => text[Position..];

    /// <summary>Why the last word was refused; None while all went well.</summary>
    public WordError Error { get; private set; }

    /// <summary>All words of a value; null when one is refused.</summary>
    public static List<string>? Split(string text, WordFlags flags, string separators = Whitespace)
    {
        WordReader reader = new(text, separators);
        List<string> words = [];
        while (reader.Next(flags) is { } word)
        {
            words.Add(word);
        }

        return reader.Error == WordError.None ? words : null;
    }

    /// <summary>Moves on by so many characters, and over what separates words.</summary>
    public void Skip(int count)
    {
        Position += count;
        SkipSeparators();
    }

    /// <summary>Goes back to a <see cref="Position"/>, and forgets an error.</summary>
    public void Rewind(int position)
    {
        Position = position;
        Error = WordError.None;
    }

    /// <summary>The next word; null at the end, and when the word is refused (<see cref="Error"/>).</summary>
    public string? Next(WordFlags flags)
    {
        Error = WordError.None;
        if (!flags.HasFlag(WordFlags.DontCoalesce))
        {
            SkipSeparators();
        }

        if (AtEnd)
        {
            return null;
        }

        StringBuilder word = new();
        char quote = '\0';
        for (; !AtEnd; Position++)
        {
            char character = text[Position];
            if (character == '\\' && !flags.HasFlag(WordFlags.RetainEscape))
            {
                if (!TakeEscape(word, flags, quote != '\0'))
                {
                    return null;
                }
            }
            else if (quote != '\0')
            {
                quote = TakeQuoted(word, character, quote);
            }
            else if (character is '"' or '\'' && flags.HasFlag(WordFlags.Unquote))
            {
                quote = character;
            }
            else if (separators.Contains(character))
            {
                EndWord(flags);
                return word.ToString();
            }
            else
            {
                word.Append(character);
            }
        }

        return Finish(word, flags, quote);
    }

    private static char TakeQuoted(StringBuilder word, char character, char quote)
    {
        if (character == quote)
        {
            return '\0';
        }

        word.Append(character);
        return quote;
    }

    private string? Finish(StringBuilder word, WordFlags flags, char quote)
    {
        Position = text.Length;
        if (quote != '\0' && !flags.HasFlag(WordFlags.Relax))
        {
            Error = WordError.UnbalancedQuote;
            return null;
        }

        return word.ToString();
    }

    private void EndWord(WordFlags flags)
    {
        Position++;
        if (!flags.HasFlag(WordFlags.DontCoalesce))
        {
            SkipSeparators();
        }
    }

    private void SkipSeparators()
    {
        while (!AtEnd && separators.Contains(text[Position]))
        {
            Position++;
        }
    }

    // At a backslash; leaves Position on the last character of the escape.
    private bool TakeEscape(StringBuilder word, WordFlags flags, bool quoted)
    {
        if (Position + 1 >= text.Length)
        {
            if (!flags.HasFlag(WordFlags.Relax) && (!flags.HasFlag(WordFlags.UnescapeRelax) || quoted))
            {
                Error = WordError.TrailingBackslash;
                return false;
            }

            if (flags.HasFlag(WordFlags.UnescapeRelax))
            {
                word.Append('\\');
            }

            return true;
        }

        char next = text[Position + 1];
        if (flags.HasFlag(WordFlags.CUnescape))
        {
            int length = CEscape.Decode(text.AsSpan(Position), word);
            if (length > 0)
            {
                Position += length - 1;
                return true;
            }
        }

        return TakePlainEscape(word, flags, next);
    }

    private bool TakePlainEscape(StringBuilder word, WordFlags flags, char next)
    {
        bool decodes = (flags & (WordFlags.CUnescape | WordFlags.UnescapeSeparators)) != 0;
        if (decodes && !(flags.HasFlag(WordFlags.UnescapeSeparators) && (separators.Contains(next) || next == '\\')))
        {
            if (!flags.HasFlag(WordFlags.UnescapeRelax))
            {
                Error = WordError.UnknownEscape;
                return false;
            }

            word.Append('\\');
        }

        word.Append(next);
        Position++;
        return true;
    }
}
