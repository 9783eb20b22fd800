namespace Ptracer.Units;

/// <summary>
/// Gives the model the values of a section's settings: each model class asks for its keys, with the rules of the key's
/// type. What is wrong becomes a diagnostic and the assignment is ignored, as systemd does it.
/// </summary>
internal sealed partial class SettingReader
{
    private readonly List<Diagnostic> _diagnostics;
    private readonly ILookup<string, Assignment> _byKey;
    private readonly IReadOnlyList<Assignment> _assignments;

    /// <summary>Takes the assignments of one section, main file first, then drop-ins.</summary>
    public SettingReader(IEnumerable<Assignment> assignments, string section, Specifiers specifiers, List<Diagnostic> diagnostics)
    {
        _assignments = [.. assignments.Where(assignment => assignment.Section == section)];
        _byKey = _assignments.ToLookup(assignment => assignment.Key, StringComparer.Ordinal);
        _diagnostics = diagnostics;
        Specifiers = specifiers;
    }

    /// <summary>The unit's specifiers.</summary>
    public Specifiers Specifiers { get; }

    /// <summary>Whether a key is assigned at all.</summary>
    public bool Has(string key) => _byKey.Contains(key);

    /// <summary>The assignments of a key, in order.</summary>
    public IEnumerable<Assignment> Of(string key) => _byKey[key];

    /// <summary>The assignments of several keys, in the order of the files.</summary>
    public IEnumerable<Assignment> Of(params IReadOnlyList<string> keys) =>
        keys.Count == 1 ? _byKey[keys[0]] : _assignments.Where(assignment => keys.Contains(assignment.Key));

    /// <summary>The assignments of keys that begin alike, in the order of the files.</summary>
    public IEnumerable<Assignment> StartingWith(string prefix) =>
        _assignments.Where(assignment => assignment.Key.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Says that a setting is ignored.</summary>
    public void Warn(Assignment at, string message) =>
        _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, at.File, at.Line, message));

    /// <summary>Says that a setting is in force but should be written otherwise.</summary>
    public void Notice(Assignment at, string message) =>
        _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Notice, at.File, at.Line, message));

    /// <summary>Says that a setting is so wrong that the unit must not run.</summary>
    public void Refuse(Assignment at, string message) =>
        _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, at.File, at.Line, message));

    /// <summary>Says that what was ignored last is so wrong that the unit must not run.</summary>
    public void Escalate() => _diagnostics[^1] = _diagnostics[^1] with { Severity = DiagnosticSeverity.Error };

    /// <summary>The last valid value of a setting; null when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="parse">Reads a value.</param>
    /// <param name="complaint">What systemd says before the value that it ignores.</param>
    public T? Last<T>(string key, Func<string, T?> parse, string complaint)
        where T : struct
    {
        T? result = null;
        foreach (Assignment assignment in Of(key))
        {
            if (parse(assignment.Value) is { } value)
            {
                result = value;
            }
            else
            {
                Warn(assignment, $"{complaint}, ignoring: {assignment.Value}");
            }
        }

        return result;
    }

    /// <summary>A boolean.</summary>
    public bool Flag(string key, bool fallback = false) =>
        Last(key, Numbers.Boolean, "Failed to parse boolean value") ?? fallback;

    /// <summary>A boolean that may be left to systemd.</summary>
    public bool? OptionalFlag(string key) => Last(key, Numbers.Boolean, "Failed to parse boolean value");

    /// <summary>A time span in seconds.</summary>
    public UnitTime Time(string key, UnitTime fallback) =>
        Last(key, text => UnitTime.Parse(text), "Failed to parse sec value") ?? fallback;

    /// <summary>A word of an enumeration.</summary>
    public T Word<T>(string key, NameTable<T> table, T fallback, string complaint)
        where T : struct, Enum => Last(key, table.Find, complaint) ?? fallback;

    /// <summary>A natural number.</summary>
    public uint Count(string key, uint fallback) =>
        Last(key, text => Numbers.Unsigned(text) is { } value and <= uint.MaxValue ? (uint?)value : null, "Failed to parse unsigned value")
        ?? fallback;

    /// <summary>An integer.</summary>
    public int? Integer(string key) => Last(key, text => Numbers.Signed(text, int.MinValue, int.MaxValue), "Failed to parse int value");

    /// <summary>An access mode.</summary>
    public uint Mode(string key, uint fallback) => Last(key, Numbers.Mode, "Failed to parse mode value") ?? fallback;

    /// <summary>A signal.</summary>
    public int? Signal(string key) => Last(key, SignalNames.Parse, "Failed to parse signal name");

    /// <summary>A text with specifiers; null when empty or not set.</summary>
    public string? Text(string key)
    {
        string? result = null;
        foreach (Assignment assignment in Of(key))
        {
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (Expand(assignment) is { } value)
            {
                result = value;
            }
        }

        return result;
    }

    /// <summary>The value with its specifiers replaced; null, after a warning, when one cannot be resolved.</summary>
    public string? Expand(Assignment assignment) => Expand(assignment, assignment.Value);

    /// <summary>A part of a value with its specifiers replaced.</summary>
    public string? Expand(Assignment assignment, string part)
    {
        string? value = Specifiers.Expand(part);
        if (value is null)
        {
            Warn(assignment, $"Failed to resolve unit specifiers in '{part}', ignoring: Invalid slot");
        }

        return value;
    }

    /// <summary>A path with specifiers, simplified; null when it is not absolute (after a warning).</summary>
    public string? AbsolutePath(Assignment assignment, string text)
    {
        if (!UnitPath.IsAbsolute(text))
        {
            Warn(assignment, $"{assignment.Key}= path is not absolute, ignoring: {text}");
            return null;
        }

        string simple = UnitPath.Simplify(text);
        if (UnitPath.IsNormalized(simple))
        {
            return LegacyRun(assignment.Key, simple);
        }

        Warn(assignment, $"{assignment.Key}= path is not normalized, ignoring: {simple}");
        return null;
    }

    /// <summary>A setting that is one absolute path; null when empty or not set.</summary>
    public string? Path(string key)
    {
        string? result = null;
        foreach (Assignment assignment in Of(key))
        {
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (Expand(assignment) is { } text && AbsolutePath(assignment, text) is { } path)
            {
                result = path;
            }
        }

        return result;
    }

    /// <summary>A setting that is one absolute path, and that the unit cannot do without when it is wrong.</summary>
    public string? FatalPath(string key)
    {
        string? result = null;
        foreach (Assignment assignment in Of(key))
        {
            if (assignment.Value.Length == 0)
            {
                result = null;
            }
            else if (Specifiers.Expand(assignment.Value) is { } path && UnitPath.IsAbsolute(path))
            {
                result = UnitPath.Simplify(path);
            }
            else
            {
                Refuse(assignment, $"{key}= path is not absolute: {assignment.Value}");
            }
        }

        return result;
    }

    // What packages wrote before /run was there means /run.
    private static string LegacyRun(string key, string path)
    {
        const string Legacy = "/var/run/";
        if (key is not ("PIDFile" or "ListenStream" or "ListenDatagram" or "ListenSequentialPacket" or "ListenFIFO")
            || !path.StartsWith(Legacy, StringComparison.Ordinal))
        {
            return path;
        }

        return "/run/" + path[Legacy.Length..];
    }
}
