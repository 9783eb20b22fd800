using System.Text;

namespace Ptracer.Units;

/// <summary>
/// Takes a unit file or drop-in apart into assignments, as systemd.syntax(7) has it. Comments may stand between
/// continuation lines; the backslash at the end of a line becomes a space.
/// </summary>
internal sealed class UnitFileParser
{
    private const string Comments = "#;";
    private static readonly char[] s_whitespace = [' ', '\t', '\n', '\r'];

    private readonly string _file;
    private readonly Func<string, bool> _hasSection;
    private readonly Func<string, string, bool> _hasKey;
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<Assignment> _assignments = [];
    private string? _section;
    private bool _sectionIgnored;
    private bool _stopped;

    private UnitFileParser(string file, Func<string, bool> hasSection, Func<string, string, bool> hasKey)
    {
        _file = file;
        _hasSection = hasSection;
        _hasKey = hasKey;
    }

    /// <summary>Reads a file of a unit.</summary>
    /// <param name="file">Its guest path, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="type">The type of the unit: it decides which sections there may be.</param>
    public static ParsedFile Parse(string file, ReadOnlySpan<byte> content, UnitType type) =>
        Parse(file, content, section => KnownSettings.HasSection(type, section), KnownSettings.HasKey);

    /// <summary>Reads a file of this syntax with any sections and keys.</summary>
    public static ParsedFile Parse(string file, ReadOnlySpan<byte> content, Func<string, bool> hasSection, Func<string, string, bool> hasKey)
    {
        UnitFileParser parser = new(file, hasSection, hasKey);
        parser.ReadLines(UnitText.Decode(content));
        return new ParsedFile(file, parser._assignments, parser._diagnostics, parser._stopped);
    }

    private void ReadLines(string text)
    {
        text = text.StartsWith('\ufeff') ? text[1..] : text;
        StringBuilder? continuation = null;
        int line = 0;
        foreach (string physical in Lines(text))
        {
            line++;
            string trimmed = physical.TrimStart(s_whitespace);
            if (trimmed.Length > 0 && Comments.Contains(trimmed[0]))
            {
                continue;
            }

            string whole = continuation is null ? physical : continuation.Append(physical).ToString();
            if (EndsEscaped(whole))
            {
                continuation ??= new StringBuilder(physical);
                continuation[^1] = ' ';
                continue;
            }

            continuation = null;
            ReadLine(whole, line);
            if (_stopped)
            {
                return;
            }
        }

        if (continuation is not null)
        {
            ReadLine(continuation.ToString(), line);
        }
    }

    // systemd ends a line at \n, \r, NUL, and pairs of the first two.
    private static IEnumerable<string> Lines(string text)
    {
        int start = 0;
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            if (character is not ('\n' or '\r' or '\0'))
            {
                continue;
            }

            yield return text[start..index];
            bool pair = index + 1 < text.Length && character is '\n' or '\r'
                && text[index + 1] is '\n' or '\r' && text[index + 1] != character;
            index += pair ? 1 : 0;
            start = index + 1;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool EndsEscaped(string line)
    {
        int backslashes = 0;
        while (backslashes < line.Length && line[^(backslashes + 1)] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }

    private void ReadLine(string whole, int line)
    {
        string text = whole.Trim(s_whitespace);
        if (text.Length == 0)
        {
            return;
        }

        if (!UnitText.IsUtf8(text))
        {
            Warn(line, $"String is not UTF-8 clean, ignoring assignment: {Printable(text)}");
        }
        else if (text[0] == '[')
        {
            ReadHeader(text, line);
        }
        else
        {
            ReadAssignment(text, line);
        }
    }

    private void ReadHeader(string text, int line)
    {
        if (text[^1] != ']')
        {
            _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, _file, line, $"Invalid section header '{text}'"));
            _stopped = true;
            return;
        }

        string name = text[1..^1];
        if (_hasSection(name))
        {
            _section = name;
            _sectionIgnored = false;
            return;
        }

        if (!name.StartsWith("X-", StringComparison.Ordinal))
        {
            Warn(line, $"Unknown section '{name}'. Ignoring.");
        }

        _section = null;
        _sectionIgnored = true;
    }

    private void ReadAssignment(string text, int line)
    {
        if (_section is null)
        {
            if (!_sectionIgnored)
            {
                Warn(line, "Assignment outside of section. Ignoring.");
            }

            return;
        }

        int equals = text.IndexOf('=');
        if (equals <= 0)
        {
            Warn(line, equals < 0 ? "Missing '=', ignoring line." : "Missing key name before '=', ignoring line.");
            return;
        }

        string key = text[..equals].Trim(s_whitespace);
        if (_hasKey(_section, key))
        {
            _assignments.Add(new Assignment(_section, key, text[(equals + 1)..].Trim(s_whitespace), _file, line));
        }
        else if (!key.StartsWith("X-", StringComparison.Ordinal))
        {
            Warn(line, $"Unknown key '{key}' in section [{_section}], ignoring.");
        }
    }

    private void Warn(int line, string message) =>
        _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, _file, line, message));

    private static string Printable(string text) =>
        string.Concat(text.Select(character => char.IsSurrogate(character) ? '\ufffd' : character));
}
