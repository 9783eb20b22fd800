using System.Text;
using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Cli.Systemctl;

/// <summary>The tree of <c>list-dependencies</c>: what a unit pulls in, each unit's own once.</summary>
internal sealed class DependencyTree(Func<string, IReadOnlyList<UnitEdge>> edges, SystemctlOptions options)
{
    private static readonly string[] s_pulling = ["Requires", "Requisite", "Wants", "ConsistsOf", "BindsTo", "Upholds"];

    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    /// <summary>Writes what is below a unit.</summary>
    public void Append(StringBuilder text, string unit) => Append(text, unit, "");

    private void Append(StringBuilder text, string unit, string indent)
    {
        if (!_shown.Add(unit))
        {
            return;
        }

        string[] below = [.. edges(unit).Where(edge => s_pulling.Contains(edge.Kind)).Select(edge => edge.Unit).Distinct().Order(StringComparer.Ordinal)];
        for (int index = 0; index < below.Length; index++)
        {
            bool isLast = index == below.Length - 1;
            text.Append(options.IsPlain ? "  " : "● ").Append(indent).Append(options.IsPlain ? "  " : isLast ? "└─" : "├─").Append(below[index]).Append('\n');
            if (options.All || below[index].EndsWith(".target", StringComparison.Ordinal))
            {
                Append(text, below[index], indent + (isLast || options.IsPlain ? "  " : "│ "));
            }
        }
    }
}
