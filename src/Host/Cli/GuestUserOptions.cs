using System.CommandLine;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary>The options of <c>shell</c> and <c>exec</c>.</summary>
internal sealed class GuestUserOptions
{
    /// <summary>Who.</summary>
    public Option<string[]> User { get; } = Valued(
        "--user",
        "user[:group]",
        "Who it believes to be: a name of the guest's /etc/passwd, or ids; with the groups of its /etc/group. Without it: whom " +
        "the guest's --id names, root by default.",
        "-u");

    /// <summary>Variables.</summary>
    public Option<string[]> Environment { get; } = Valued("--env", "name=value", "A variable. May be repeated.", "-e");

    /// <summary>The directory.</summary>
    public Option<string[]> WorkingDirectory { get; } = Valued(
        "--pwd", "path", "The guest directory to start in. Without it: for shell the user's home, for exec /.", "-w", "--cwd");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups => [("Options", [User, Environment, WorkingDirectory, Help])];

    /// <summary>The variables; each has a name.</summary>
    /// <exception cref="PtracerException">One has none.</exception>
    public List<string> Variables(VerbWords words)
    {
        List<string> variables = words.All(Environment);
        return variables.Find(text => text.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong
            ? throw new PtracerException($"--env {wrong}: not name=value; write it so")
            : variables;
    }
}
