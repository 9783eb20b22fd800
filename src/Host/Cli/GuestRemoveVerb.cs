using System.CommandLine;
using Ptracer.Host.Daemon.Guests;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary><c>guest rm</c>.</summary>
internal sealed class GuestRemoveVerb(string name, bool force) : IVerb
{
    private const int EndLimitMs = 10_000;

    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        GuestRemoveOptions options = new();
        VerbWords given = VerbWords.Sort("guest rm", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Remove());
        }

        given.Expect("NAME");
        return new GuestRemoveVerb(given.Operand(0), given.Has(options.Force));
    }

    /// <inheritdoc/>
    public int Run()
    {
        GuestStore store = GuestVerb.OpenStore();
        if (force)
        {
            store.EndSessions(name, EndLimitMs);
        }

        store.Remove(name, CancellationToken.None).GetAwaiter().GetResult();
        return 0;
    }
}

/// <summary>The options of <c>guest rm</c>.</summary>
internal sealed class GuestRemoveOptions
{
    /// <summary>Ending what runs in it.</summary>
    public Option<bool> Force { get; } = Flag(
        "--force", "Kill what runs in the guest first; without it a guest in use is not removed.", "-f");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups => [("Options", [Force, Help])];
}
