using System.Globalization;
using System.Text;
using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Trees;

namespace Ptracer.Host.Cli;

/// <summary>An answer of <c>deps</c>, to be put into one of its forms.</summary>
/// <param name="Programs">What was asked about.</param>
/// <param name="Graph">What was found.</param>
/// <param name="Locate">Where a program is.</param>
internal sealed record DepsReport(
    IReadOnlyList<byte[]> Programs, DependencyGraph Graph, Func<byte[], TreeLookup> Locate)
{
    private const long Kibi = 1024;

    /// <summary>A name or path as text of one line: what could act on a terminal is written out.</summary>
    public static string Text(ReadOnlySpan<byte> name) => Terminal.OneLine(Encoding.UTF8.GetString(name));

    /// <summary>A size, such as <c>1.9 MiB</c>.</summary>
    public static string Size(long bytes)
    {
        (double value, string unit) = bytes switch
        {
            < Kibi => (bytes, "B"),
            < Kibi * Kibi => ((double)bytes / Kibi, "KiB"),
            < Kibi * Kibi * Kibi => ((double)bytes / Kibi / Kibi, "MiB"),
            _ => ((double)bytes / Kibi / Kibi / Kibi, "GiB"),
        };
        return value.ToString(value < 10 && unit != "B" ? "0.0" : "0", CultureInfo.InvariantCulture) + " " + unit;
    }

    /// <summary>What a node is, in a word.</summary>
    public static string Kind(DependencyKind kind) => kind switch
    {
        DependencyKind.Program => "program",
        DependencyKind.Library => "library",
        DependencyKind.Loader => "loader",
        DependencyKind.Script => "script",
        _ => "data",
    };
}
