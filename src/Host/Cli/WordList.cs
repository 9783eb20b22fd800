using System.Text;

namespace Ptracer.Host.Cli;

/// <summary>
/// The words of a command line as the kernel gave them, bytes: a command's own words reach the guest unchanged. Options
/// and their values are read as UTF-8.
/// </summary>
internal readonly struct WordList
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IReadOnlyList<byte[]> _words;
    private readonly int _first;

    private WordList(IReadOnlyList<byte[]> words, int first)
    {
        _words = words;
        _first = first < words.Count ? first : words.Count;
    }

    /// <summary>How many words there are.</summary>
    public int Count => _words.Count - _first;

    /// <summary>The words of <paramref name="words"/> from <paramref name="first"/> on.</summary>
    public static WordList From(IReadOnlyList<byte[]> words, int first) => new(words, first);

    /// <summary>Words written as text, for tests and for the verbs that have no bytes.</summary>
    public static WordList FromText(params string[] words)
    {
        byte[][] encoded = new byte[words.Length][];
        for (int index = 0; index < words.Length; index++)
        {
            encoded[index] = s_strict.GetBytes(words[index]);
        }

        return new WordList(encoded, 0);
    }

    /// <summary>The bytes of a word.</summary>
    public byte[] Bytes(int index) => _words[_first + index];

    /// <summary>A word as text.</summary>
    /// <exception cref="PtracerException">It is not UTF-8.</exception>
    public string Text(int index)
    {
        byte[] word = Bytes(index);
        try
        {
            return s_strict.GetString(word);
        }
        catch (DecoderFallbackException)
        {
            throw new PtracerException(
                $"{Encoding.UTF8.GetString(word)}: not UTF-8; only the command's own words may hold any bytes");
        }
    }

    /// <summary>The words from <paramref name="index"/> to the end, as execve(2) takes them.</summary>
    public byte[][] Rest(int index)
    {
        byte[][] rest = new byte[Count - index][];
        for (int word = 0; word < rest.Length; word++)
        {
            rest[word] = Bytes(index + word);
        }

        return rest;
    }
}
