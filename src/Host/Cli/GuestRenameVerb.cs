namespace Ptracer.Host.Cli;

/// <summary><c>guest rename</c>.</summary>
internal sealed class GuestRenameVerb(string name, string newName) : IVerb
{
    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        GuestPlainOptions options = new();
        VerbWords given = VerbWords.Sort("guest rename", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Rename());
        }

        given.Expect("NAME", "NEWNAME");
        return new GuestRenameVerb(given.Operand(0), given.Operand(1));
    }

    /// <inheritdoc/>
    public int Run()
    {
        _ = GuestVerb.OpenStore().Rename(name, newName);
        return 0;
    }
}
