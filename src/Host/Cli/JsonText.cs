using System.Globalization;
using System.Text;

namespace Ptracer.Host.Cli;

/// <summary>How JSON is laid out.</summary>
internal enum JsonLayout
{
    /// <summary>A line for each member.</summary>
    Lines,

    /// <summary>All in one line.</summary>
    OneLine,
}

/// <summary>
/// Writes JSON (RFC 8259). Names and paths are bytes: a byte that is not UTF-8 is written as <c>\udcNN</c>, as Python's
/// surrogateescape reads it back, so none is lost.
/// </summary>
internal sealed class JsonText(StringBuilder text, JsonLayout layout)
{
    private int _depth;
    private bool _isFirst = true;

    /// <summary>Opens an object or array.</summary>
    public JsonText Open(char bracket, string? name = null)
    {
        Next(name);
        text.Append(bracket);
        _depth++;
        _isFirst = true;
        return this;
    }

    /// <summary>Closes it.</summary>
    public JsonText Close(char bracket)
    {
        _depth--;
        if (!_isFirst)
        {
            Break();
        }

        text.Append(bracket);
        _isFirst = false;
        return this;
    }

    /// <summary>Writes a text.</summary>
    public JsonText String(string? name, ReadOnlySpan<byte> value)
    {
        Next(name);
        Quote(value);
        return this;
    }

    /// <summary>Writes a number.</summary>
    public JsonText Number(string name, long value)
    {
        Next(name);
        text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Writes null.</summary>
    public JsonText Null(string name)
    {
        Next(name);
        text.Append("null");
        return this;
    }

    private void Next(string? name)
    {
        if (!_isFirst)
        {
            text.Append(layout == JsonLayout.OneLine ? ", " : ",");
        }

        if (_depth > 0 && (layout == JsonLayout.Lines))
        {
            Break();
        }

        _isFirst = false;
        if (name is not null)
        {
            text.Append('"').Append(name).Append("\": ");
        }
    }

    private void Break()
    {
        if (layout == JsonLayout.Lines)
        {
            text.Append('\n').Append(' ', 2 * _depth);
        }
    }

    private void Quote(ReadOnlySpan<byte> value)
    {
        text.Append('"');
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(value, out Rune rune, out int length) != System.Buffers.OperationStatus.Done)
            {
                text.Append("\\udc").Append(value[0].ToString("x2", CultureInfo.InvariantCulture));
                value = value[1..];
                continue;
            }

            Append(rune);
            value = value[length..];
        }

        text.Append('"');
    }

    private void Append(Rune rune)
    {
        if (rune.Value is '"' or '\\')
        {
            text.Append('\\').Append((char)rune.Value);
        }
        else if (Rune.IsControl(rune))
        {
            text.Append("\\u").Append(rune.Value.ToString("x4", CultureInfo.InvariantCulture));
        }
        else
        {
            text.Append(rune.ToString());
        }
    }
}
