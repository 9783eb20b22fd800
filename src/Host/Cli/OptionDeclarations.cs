using System.CommandLine;

namespace Ptracer.Host.Cli;

/// <summary>How verbs declare their options for System.CommandLine.</summary>
internal static class OptionDeclarations
{
    /// <summary>An option with a value; it may be given more than once.</summary>
    /// <param name="name">The name that it is parsed by.</param>
    /// <param name="value">What help calls its value.</param>
    /// <param name="description">For help.</param>
    /// <param name="aliases">Further names.</param>
    public static Option<string[]> Valued(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = value, Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>An option without a value.</summary>
    /// <inheritdoc cref="Valued"/>
    public static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>The options as a command that can be parsed.</summary>
    /// <param name="groups">As help shows them.</param>
    public static Command ToCommand(IReadOnlyList<(string Title, Option[] Options)> groups)
    {
        Command command = new(OptionScanner.CommandName);
        foreach ((_, Option[] options) in groups)
        {
            foreach (Option option in options)
            {
                command.Options.Add(option);
            }
        }

        return command;
    }
}
