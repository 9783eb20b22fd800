using Ptracer.Host.Daemon.Control;

namespace Ptracer.Host.Cli;

/// <summary><c>guest clone</c>: a copy of a guest.</summary>
internal sealed class GuestCloneVerb(string name, string copy) : IVerb
{
    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        GuestPlainOptions options = new();
        VerbWords given = VerbWords.Sort("guest clone", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Clone());
        }

        given.Expect("NAME", "COPY");
        return new GuestCloneVerb(given.Operand(0), given.Operand(1));
    }

    /// <inheritdoc/>
    public int Run()
    {
        using GuestProgress progress = new();
        GuestInfo made = GuestVerb.OpenStore().Clone(name, copy, progress, CancellationToken.None).GetAwaiter().GetResult();
        Terminal.Write($"{made.Name}: a copy of {name}\n");
        return 0;
    }
}
