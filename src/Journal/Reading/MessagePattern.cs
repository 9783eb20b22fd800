using System.Text;
using System.Text.RegularExpressions;

namespace Ptracer.Journal.Reading;

/// <summary>Whether case matters in a search.</summary>
internal enum CaseRule
{
    /// <summary>It matters when the pattern has an upper-case letter.</summary>
    Smart,

    /// <summary>It matters.</summary>
    Sensitive,

    /// <summary>It does not.</summary>
    Insensitive,
}

/// <summary>A regular expression that messages are searched for. One message is searched for at most a second.</summary>
internal sealed class MessagePattern
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="PtracerException">It is none.</exception>
    public MessagePattern(string pattern, CaseRule rule)
    {
        bool ignoresCase = rule == CaseRule.Insensitive
            || (rule == CaseRule.Smart && !pattern.EnumerateRunes().Any(Rune.IsUpper));
        try
        {
            _regex = new Regex(
                pattern, RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None), s_limit);
        }
        catch (ArgumentException wrong)
        {
            throw new PtracerException($"{pattern}: not a regular expression ({wrong.Message.TrimEnd('.')}); correct it, or put \\ before signs");
        }
    }

    /// <summary>Where it is found in a message: in letters of the text that UTF-8 gives; null: not found.</summary>
    /// <exception cref="PtracerException">The search took too long.</exception>
    public (int Start, int Length)? Find(string message)
    {
        try
        {
            Match match = _regex.Match(message);
            return match.Success ? (match.Index, match.Length) : null;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new PtracerException($"{_regex}: takes more than a second for one message; give a simpler expression");
        }
    }
}
