using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary><c>guest</c>: what is done to guests, by a word of its own.</summary>
internal static class GuestVerb
{
    private static readonly string[] s_names = ["create", "list", "show", "set", "start", "stop", "clone", "rename", "rm", "export"];

    /// <summary>Parses the words behind the verb.</summary>
    /// <exception cref="PtracerException">They are wrong.</exception>
    public static IVerb Parse(WordList words)
    {
        if (words.Count == 0)
        {
            return new TextVerb(GuestHelp.Guest());
        }

        WordList rest = WordList.From(words.Rest(1), 0);
        string name = words.Text(0);
        return name switch
        {
            "create" => GuestCreateVerb.Parse(rest),
            "list" or "ls" => GuestListVerb.Parse(rest),
            "show" => GuestShowVerb.Parse(rest),
            "set" => GuestSetVerb.Parse(rest),
            "start" => GuestPowerVerb.Parse(GuestPower.On, rest),
            "stop" => GuestPowerVerb.Parse(GuestPower.Off, rest),
            "clone" => GuestCloneVerb.Parse(rest),
            "rename" => GuestRenameVerb.Parse(rest),
            "rm" or "remove" => GuestRemoveVerb.Parse(rest),
            "export" => GuestExportVerb.Parse("guest export", rest),
            "help" or "-h" or "--help" or "--usage" => new TextVerb(GuestHelp.Guest()),
            _ => throw Unknown(name),
        };
    }

    /// <summary><c>help guest [verb]</c>.</summary>
    /// <param name="words"><c>guest</c>, and the words behind it.</param>
    public static TextVerb HelpOf(WordList words) =>
        words.Count == 1 ? new TextVerb(GuestHelp.Guest())
            : Parse(WordList.FromText(words.Text(1), "--help")) as TextVerb ?? throw Unknown(words.Text(1));

    /// <summary>The guests of this user.</summary>
    public static GuestStore OpenStore() => new(PtracerHome.Find(new HostView()), new RootfsSources());

    private static PtracerException Unknown(string name)
    {
        string remedy = Suggestion.Closest(name, s_names) is { } close
            ? $"did you mean {close}?"
            : "there are " + string.Join(", ", s_names);
        return new PtracerException($"guest {name}: no such verb; {remedy} (see ptracer guest --help)");
    }
}
