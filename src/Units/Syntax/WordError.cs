namespace Ptracer.Units;

/// <summary>Why <see cref="WordReader"/> refused a word.</summary>
internal enum WordError
{
    /// <summary>It did not.</summary>
    None,

    /// <summary>A quote is not closed.</summary>
    UnbalancedQuote,

    /// <summary>The text ends in a backslash.</summary>
    TrailingBackslash,

    /// <summary>A backslash is followed by what is no escape.</summary>
    UnknownEscape,
}
