using System.Text;

namespace Ptracer.Units;

/// <summary>
/// The syntax of files that EnvironmentFile= names (systemd.exec(5)): <c>NAME=VALUE</c> lines, comments with <c>#</c>
/// or <c>;</c>, quotes and backslashes as a shell has them; nothing is expanded.
/// </summary>
internal sealed class EnvironmentFile
{
    private const string DoubleQuoteEscapes = "\"\\`$";

    private readonly List<KeyValuePair<string, string>> _variables = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly string _file;
    private readonly string _text;
    private int _at;
    private int _line = 1;

    private EnvironmentFile(string file, string text)
    {
        _file = file;
        _text = text;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its path, for messages.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>The variables, later ones in the place of earlier ones, and what was ignored.</returns>
    public static (IReadOnlyList<KeyValuePair<string, string>> Variables, IReadOnlyList<Diagnostic> Diagnostics) Parse(
        string file, ReadOnlySpan<byte> content)
    {
        EnvironmentFile parser = new(file, UnitText.Decode(content));
        while (parser._at < parser._text.Length)
        {
            parser.ReadEntry();
        }

        return (parser._variables, parser._diagnostics);
    }

    private static bool IsNewline(char character) => character is '\n' or '\r';

    private static bool IsWhitespace(char character) => character is ' ' or '\t' or '\n' or '\r';

    private char Take()
    {
        char character = _text[_at++];
        _line += character == '\n' ? 1 : 0;
        return character;
    }

    private void ReadEntry()
    {
        char first = _text[_at];
        if (first is '#' or ';')
        {
            SkipComment();
        }
        else if (IsWhitespace(first))
        {
            Take();
        }
        else
        {
            ReadAssignment();
        }
    }

    // A backslash at the end of a comment continues it.
    private void SkipComment()
    {
        while (_at < _text.Length)
        {
            char character = Take();
            if (character == '\\' && _at < _text.Length)
            {
                Take();
            }
            else if (IsNewline(character))
            {
                return;
            }
        }
    }

    private void ReadAssignment()
    {
        int line = _line;
        int start = _at;
        while (_at < _text.Length && _text[_at] != '=' && !IsNewline(_text[_at]))
        {
            _at++;
        }

        string name = _text[start.._at].TrimEnd(' ', '\t');
        if (_at == _text.Length || _text[_at] != '=')
        {
            return; // no assignment: systemd says nothing
        }

        _at++;
        string value = ReadValue();
        if (!UnitText.IsUtf8(name) || !UnitText.IsUtf8(value))
        {
            Warn(line, $"invalid UTF-8 value for key {name}: ignoring.");
        }
        else if (!Environments.IsAssignment($"{name}={value}"))
        {
            Warn(line, $"invalid variable name \"{name}\", ignoring.");
        }
        else
        {
            Environments.Set(_variables, name, value);
        }
    }

    // Quotes open only where no bare character has come before, but may follow each other.
    private string ReadValue()
    {
        StringBuilder value = new();
        bool isBare = false;
        int trailing = -1; // where white space begins that ends a bare value
        while (_at < _text.Length && !IsNewline(_text[_at]))
        {
            char character = Take();
            if (!isBare && (character is '"' or '\''))
            {
                ReadQuoted(value, character);
            }
            else if (character == '\\')
            {
                isBare = true;
                trailing = -1;
                ReadEscape(value);
            }
            else if (isBare || !IsWhitespace(character))
            {
                isBare = true;
                trailing = !IsWhitespace(character) ? -1 : trailing < 0 ? value.Length : trailing;
                value.Append(character);
            }
        }

        return trailing < 0 ? value.ToString() : value.ToString(0, trailing);
    }

    // Behind a backslash a newline vanishes and any other character stands for itself.
    private void ReadEscape(StringBuilder value)
    {
        if (_at < _text.Length)
        {
            char escaped = Take();
            if (!IsNewline(escaped))
            {
                value.Append(escaped);
            }
        }
    }

    private void ReadQuoted(StringBuilder value, char quote)
    {
        while (_at < _text.Length)
        {
            char character = Take();
            if (character == quote)
            {
                return;
            }

            if (quote == '"' && character == '\\' && _at < _text.Length)
            {
                char escaped = Take();
                if (DoubleQuoteEscapes.Contains(escaped))
                {
                    value.Append(escaped);
                }
                else if (escaped != '\n')
                {
                    value.Append('\\').Append(escaped);
                }
            }
            else
            {
                value.Append(character);
            }
        }
    }

    private void Warn(int line, string message) =>
        _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, _file, line, message));
}
