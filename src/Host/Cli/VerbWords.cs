using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;

namespace Ptracer.Host.Cli;

/// <summary>The words of a verb, sorted: its options, its operands, and what stands behind <c>--</c>.</summary>
internal sealed class VerbWords
{
    private readonly string _verb;
    private readonly ParseResult _parsed;
    private readonly List<byte[]> _operands;

    private VerbWords(string verb, ParseResult parsed, List<byte[]> operands, byte[][]? behind) =>
        (_verb, _parsed, _operands, Behind) = (verb, parsed, operands, behind);

    /// <summary>The words behind <c>--</c>; null: there is none.</summary>
    public byte[][]? Behind { get; }

    /// <summary>How many operands there are.</summary>
    public int Count => _operands.Count;

    /// <summary>Sorts them; options and operands come in any order.</summary>
    /// <param name="verb">For messages.</param>
    /// <param name="groups">The options.</param>
    /// <param name="words">The words behind the verb.</param>
    /// <exception cref="PtracerException">An option is unknown, or its value is missing.</exception>
    public static VerbWords Sort(string verb, IReadOnlyList<(string Title, Option[] Options)> groups, WordList words)
    {
        Command command = OptionDeclarations.ToCommand(groups);
        (List<string> options, List<byte[]> operands, byte[][]? behind) = new OptionScanner(command.Options).ScanMixed(words);
        ParseResult parsed = CommandLineParser.Parse(command, options, OptionScanner.Literal);
        return parsed.Errors.Count == 0
            ? new VerbWords(verb, parsed, operands, behind)
            : throw new PtracerException($"options: {parsed.Errors[0].Message}; ptracer {verb} --help lists them");
    }

    /// <summary>Whether an option without a value is given.</summary>
    public bool Has(Option<bool> option) => _parsed.GetValue(option);

    /// <summary>The last value of an option; null: it is not given.</summary>
    public string? Last(Option option) => _parsed.GetResult(option)?.Tokens is { Count: > 0 } values ? values[^1].Value : null;

    /// <summary>All values of an option, in order.</summary>
    public List<string> All(Option option) => [.. _parsed.GetResult(option)?.Tokens.Select(static token => token.Value) ?? []];

    /// <summary>An operand as text.</summary>
    public string Operand(int index) => WordList.From(_operands, 0).Text(index);

    /// <summary>Checks that there are just these operands, and nothing behind <c>--</c>.</summary>
    /// <param name="names">What help calls them.</param>
    /// <exception cref="PtracerException">One is missing, or one too many.</exception>
    public void Expect(params string[] names)
    {
        ExpectBefore(names);
        if (Behind is { Length: > 0 } more)
        {
            throw TooMany(more[0]);
        }
    }

    /// <summary>Checks that there are just these operands before <c>--</c>.</summary>
    /// <inheritdoc cref="Expect"/>
    public void ExpectBefore(params string[] names)
    {
        if (Count < names.Length)
        {
            throw new PtracerException($"{_verb}: {names[Count]} is missing; write: ptracer {_verb} {string.Join(' ', names)}");
        }

        if (Count > names.Length)
        {
            throw TooMany(_operands[names.Length]);
        }
    }

    private PtracerException TooMany(byte[] word) =>
        new($"{_verb}: {Encoding.UTF8.GetString(word)} is one word too many; see: ptracer {_verb} --help");
}
