using System.Globalization;
using System.Text;
using Ptracer.Packer.Dependencies;

namespace Ptracer.Host.Cli;

/// <summary>The form to look at: a picture in SVG, columns from who needs to what is needed, boxes by size in bytes.</summary>
internal static class DepsSvg
{
    private const int Bend = 40;

    /// <summary>Writes it.</summary>
    public static void Write(StringBuilder text, DepsReport report)
    {
        DepsLayout layout = new(report.Graph);
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{layout.Width}" height="{layout.Height}" viewBox="0 0 {layout.Width} {layout.Height}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <g fill="none" stroke="#8899aa" stroke-opacity="0.6">

            """);
        foreach ((DepsBox from, DepsBox to) in layout.Lines)
        {
            WriteLine(text, from, to);
        }

        text.Append("</g>\n");
        foreach (DepsBox box in layout.Boxes)
        {
            WriteBox(text, box);
        }

        text.Append("</svg>\n");
    }

    private static void WriteLine(StringBuilder text, DepsBox from, DepsBox to)
    {
        int startX = from.X + DepsBox.Width, startY = from.Y + (from.Height / 2), endY = to.Y + (to.Height / 2);
        string color = to.IsMissing ? " stroke=\"#cc0000\"" : "";
        text.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M {startX} {startY} C {startX + Bend} {startY}, {to.X - Bend} {endY}, {to.X} {endY}\"{color}/>\n");
    }

    private static void WriteBox(StringBuilder text, DepsBox box)
    {
        const int Padding = 6;
        const int Baseline = 4;
        string look = box.IsMissing
            ? "fill=\"#ffdddd\" stroke=\"#cc0000\" stroke-dasharray=\"4 2\""
            : $"fill=\"{Fill(box.Kind)}\" stroke=\"#445566\"";
        int textY = box.Y + (box.Height / 2) + Baseline;
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            <g><title>{Escaped(box.Title)}</title><rect x="{box.X}" y="{box.Y}" width="{DepsBox.Width}" height="{box.Height}" rx="3" {look}/><text x="{box.X + Padding}" y="{textY}"{(box.IsMissing ? " fill=\"#cc0000\"" : "")}>{Escaped(Shortened(box.Label))}</text></g>

            """);
    }

    private static string Fill(DependencyKind kind) => kind switch
    {
        DependencyKind.Program => "#cce5ff",
        DependencyKind.Script => "#e5ccff",
        DependencyKind.Loader => "#fff0cc",
        _ => "#e8f5e8",
    };

    private static string Shortened(string label)
    {
        const int Letters = 34;
        return label.Length <= Letters ? label : label[..(Letters - 1)] + "…";
    }

    // What XML 1.0 cannot hold at all is replaced: controls were written out before, surrogates may be halved by shortening.
    private static string Escaped(string what)
    {
        StringBuilder escaped = new(what.Length);
        foreach (char letter in Terminal.OneLine(what))
        {
            _ = letter switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                _ when char.IsSurrogate(letter) || letter >= '\ufffe' => escaped.Append('?'),
                _ => escaped.Append(letter),
            };
        }

        return escaped.ToString();
    }
}
