namespace Ptracer.Units;

/// <summary>How <see cref="WordReader"/> splits.</summary>
[Flags]
internal enum WordFlags
{
    /// <summary>At white space; quotes and backslashes are ordinary... except that a backslash is dropped.</summary>
    None = 0,

    /// <summary>Quotes hold words together, and vanish.</summary>
    Unquote = 1,

    /// <summary>C escapes are decoded; an unknown one is an error.</summary>
    CUnescape = 2,

    /// <summary>An unknown escape stays as it is.</summary>
    UnescapeRelax = 4,

    /// <summary>A backslash is an ordinary character.</summary>
    RetainEscape = 8,

    /// <summary>Only an escaped separator is decoded.</summary>
    UnescapeSeparators = 16,

    /// <summary>Several separators in a row have empty words between them.</summary>
    DontCoalesce = 32,

    /// <summary>An open quote or a last backslash ends with the text.</summary>
    Relax = 64,
}
