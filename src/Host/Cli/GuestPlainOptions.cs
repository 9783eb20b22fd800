using System.CommandLine;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary>The options of verbs that have none but help.</summary>
internal sealed class GuestPlainOptions
{
    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups => [("Options", [Help])];
}
