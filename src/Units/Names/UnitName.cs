namespace Ptracer.Units;

/// <summary>Names of units, as systemd.unit(5) has them: <c>PREFIX.TYPE</c>, <c>PREFIX@.TYPE</c>, <c>PREFIX@INSTANCE.TYPE</c>.</summary>
internal static class UnitName
{
    /// <summary>A name is shorter than this, in bytes.</summary>
    public const int MaxLength = 256;

    private const string PunctuationCharacters = ":-_.\\";

    /// <summary>The suffixes, with the dot, by type.</summary>
    private static readonly string[] s_suffixes =
        ["", ".service", ".mount", ".swap", ".socket", ".target", ".device", ".automount", ".timer", ".path", ".slice", ".scope"];

    /// <summary>The suffix of a type, with the dot.</summary>
    public static string SuffixOf(UnitType type) => s_suffixes[(int)type];

    /// <summary>The word of a type, as it stands behind the dot.</summary>
    public static string WordOf(UnitType type) => type == UnitType.None ? "" : s_suffixes[(int)type][1..];

    /// <summary>The type that a name's suffix says; None when there is no such type.</summary>
    public static UnitType TypeOf(string name)
    {
        int dot = name.LastIndexOf('.');
        int type = dot < 0 ? -1 : Array.IndexOf(s_suffixes, name[dot..]);
        return type < 0 ? UnitType.None : (UnitType)type;
    }

    /// <summary>Which form a name has; Invalid when it is none.</summary>
    public static UnitNameForm FormOf(string name)
    {
        int dot = name.LastIndexOf('.');
        if (dot <= 0 || name.Length >= MaxLength || TypeOf(name) == UnitType.None)
        {
            return UnitNameForm.Invalid;
        }

        ReadOnlySpan<char> stem = name.AsSpan(0, dot);
        foreach (char character in stem)
        {
            if (character != '@' && !IsValidCharacter(character))
            {
                return UnitNameForm.Invalid;
            }
        }

        int at = stem.IndexOf('@');
        return at switch
        {
            < 0 => UnitNameForm.Plain,
            0 => UnitNameForm.Invalid,
            _ when at == dot - 1 => UnitNameForm.Template,
            _ => UnitNameForm.Instance,
        };
    }

    /// <summary>Whether it is a name of any form.</summary>
    public static bool IsValid(string name) => FormOf(name) != UnitNameForm.Invalid;

    /// <summary>Whether it is a name that a unit can be loaded under: not that of a template.</summary>
    public static bool IsLoadable(string name) => FormOf(name) is UnitNameForm.Plain or UnitNameForm.Instance;

    /// <summary>Whether it is the name of a template, <c>PREFIX@.TYPE</c>.</summary>
    public static bool IsTemplate(string name) => FormOf(name) == UnitNameForm.Template;

    /// <summary>Whether it is the name of an instance of a template.</summary>
    public static bool IsInstance(string name) => FormOf(name) == UnitNameForm.Instance;

    /// <summary>Whether a text can be the instance in a name.</summary>
    public static bool IsValidInstance(string instance) =>
        instance.Length > 0 && instance.All(character => character == '@' || IsValidCharacter(character));

    /// <summary>The part before the <c>@</c>, or before the suffix (<c>%p</c>).</summary>
    public static string PrefixOf(string name)
    {
        int at = name.IndexOf('@');
        return at >= 0 ? name[..at] : StemOf(name);
    }

    /// <summary>The name without its suffix (<c>%N</c>).</summary>
    public static string StemOf(string name)
    {
        int dot = name.LastIndexOf('.');
        return dot < 0 ? name : name[..dot];
    }

    /// <summary>The instance of a name; null when it has none, empty for a template.</summary>
    public static string? InstanceOf(string name)
    {
        int at = name.IndexOf('@');
        int dot = name.LastIndexOf('.');
        return at < 0 || dot < at ? null : name[(at + 1)..dot];
    }

    /// <summary>The template that a name is an instance of, <c>PREFIX@.TYPE</c>; null when it is none.</summary>
    public static string? TemplateOf(string name) =>
        IsInstance(name) ? string.Concat(PrefixOf(name), "@", SuffixOf(TypeOf(name))) : null;

    /// <summary>The instance of a template (or the sibling of an instance) with the given instance text.</summary>
    public static string Instantiate(string name, string instance) =>
        string.Concat(PrefixOf(name), "@", instance, SuffixOf(TypeOf(name)));

    /// <summary>The name with another type's suffix: <c>cups.service</c> to <c>cups.socket</c>.</summary>
    public static string ChangeSuffix(string name, UnitType type) => StemOf(name) + SuffixOf(type);

    /// <summary>Whether a character may stand in a name anywhere but as the <c>@</c>.</summary>
    public static bool IsValidCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || PunctuationCharacters.Contains(character);
}
