using System.CommandLine;

namespace Ptracer.Host.Cli;

/// <summary>
/// Finds where options end and the command begins: at the first word that is not an option, or behind <c>--</c>. A
/// command's own options are never looked at. What is before is rewritten to the one form that has a single reading,
/// <c>--name=value</c>, from the forms people write: <c>-r x</c>, <c>-rx</c>, <c>-r=x</c>, <c>--rootfs x</c>,
/// <c>--rootfs=x</c>.
/// </summary>
internal sealed class OptionScanner(IList<Option> options)
{
    /// <summary>
    /// The name of a command to be parsed. The parser drops a first word whose last component is the command's name, such
    /// as <c>--rootfs=/srv/run</c>: no last component has a slash.
    /// </summary>
    public const string CommandName = "/options";

    /// <summary>Values may hold anything: no @file is read, and no letters are taken apart.</summary>
    public static ParserConfiguration Literal { get; } = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null,
    };

    /// <summary>Scans words where options and operands may stand in any order, up to <c>--</c>.</summary>
    /// <returns>The options rewritten, the operands before <c>--</c>, and the words behind it; null: there is no <c>--</c>.</returns>
    /// <exception cref="PtracerException">As for <see cref="Scan"/>.</exception>
    public (List<string> Options, List<byte[]> Operands, byte[][]? Behind) ScanMixed(WordList words)
    {
        List<string> rewritten = [];
        List<byte[]> operands = [];
        while (words.Count > 0)
        {
            (List<string> some, int end) = Scan(words);
            rewritten.AddRange(some);
            if (end > 0 && words.Bytes(end - 1) is [(byte)'-', (byte)'-'])
            {
                return (rewritten, operands, words.Rest(end));
            }

            if (end < words.Count)
            {
                operands.Add(words.Bytes(end++));
            }

            words = WordList.From(words.Rest(end), 0);
        }

        return (rewritten, operands, null);
    }

    /// <summary>Scans the words.</summary>
    /// <returns>The options rewritten, and the index of the command's first word.</returns>
    /// <exception cref="PtracerException">An unknown option, a value missing, or one too many.</exception>
    public (List<string> Options, int Command) Scan(WordList words)
    {
        List<string> rewritten = [];
        int index = 0;
        while (index < words.Count && IsOption(words.Bytes(index)))
        {
            string word = words.Text(index++);
            if (word == "--")
            {
                break;
            }

            (Option option, string name, string? value) = Split(word);
            if (option.Arity.MaximumNumberOfValues == 0)
            {
                rewritten.Add(value is null ? option.Name : throw new PtracerException($"{name}: takes no value; drop {value}"));
                continue;
            }

            if (value is null && index < words.Count)
            {
                value = words.Text(index++);
            }

            if (string.IsNullOrEmpty(value))
            {
                throw new PtracerException($"{name}: its value is missing; write {name} {option.HelpName}");
            }

            rewritten.Add($"{option.Name}={value}");
        }

        return (rewritten, index);
    }

    private static bool IsOption(ReadOnlySpan<byte> word) => word.Length > 1 && word[0] == (byte)'-';

    private (Option Option, string Name, string? Value) Split(string word)
    {
        if (Find(word) is { } whole)
        {
            return (whole, word, null);
        }

        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && Find(word[..equals]) is { } assigned)
        {
            return (assigned, word[..equals], word[(equals + 1)..]);
        }

        if (word[1] != '-' && Find(word[..2]) is { } joined)
        {
            return (joined, word[..2], word[2..]);
        }

        throw Unknown(equals > 0 ? word[..equals] : word);
    }

    private Option? Find(string name)
    {
        foreach (Option option in options)
        {
            if (option.Name == name || option.Aliases.Contains(name))
            {
                return option;
            }
        }

        return null;
    }

    private PtracerException Unknown(string name)
    {
        if (name is "-q" or "--qemu")
        {
            return new PtracerException($"{name}: programs of another CPU cannot be run; use a rootfs made for x86-64");
        }

        List<string> names = [];
        foreach (Option option in options)
        {
            names.Add(option.Name);
            names.AddRange(option.Aliases);
        }

        string remedy = Suggestion.Closest(name, names) is { } close ? $"did you mean {close}?" : "--help lists the options";
        return new PtracerException($"{name}: unknown option; {remedy}");
    }
}
