using System.Text;

namespace Ptracer.Host.Cli;

/// <summary>Lays text out in lines of at most 100 letters.</summary>
internal sealed class TextColumns
{
    private const int Width = 100;

    private readonly StringBuilder _text = new();

    /// <summary>Adds a line as it is.</summary>
    public TextColumns Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Adds a paragraph, broken at spaces, behind <paramref name="indent"/> spaces.</summary>
    public TextColumns Wrapped(string paragraph, int indent) => Headed("", paragraph, indent);

    /// <summary>Adds a paragraph as <see cref="Wrapped"/> does, its first line behind <paramref name="head"/>.</summary>
    public TextColumns Headed(string head, string paragraph, int indent)
    {
        ReadOnlySpan<char> rest = paragraph;
        ReadOnlySpan<char> lead = head;
        while (!rest.IsEmpty)
        {
            int length = rest.Length;
            if (length > Width - indent)
            {
                int space = rest[..(Width - indent + 1)].LastIndexOf(' ');
                length = space > 0 ? space : Width - indent;
            }

            _text.Append(lead).Append(' ', Math.Max(0, indent - lead.Length)).Append(rest[..length]).Append('\n');
            lead = [];
            rest = rest[length..].TrimStart(' ');
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
