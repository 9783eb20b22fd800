using System.CommandLine;
using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Packing;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary><c>guest set</c>: changes settings.</summary>
internal sealed class GuestSetVerb(string name, Func<GuestSettings, GuestSettings> change) : IVerb
{
    /// <summary>Parses the words behind it.</summary>
    public static IVerb Parse(WordList words)
    {
        HostView host = new();
        GuestSetOptions options = new();
        VerbWords given = VerbWords.Sort("guest set", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Set());
        }

        given.Expect("NAME");
        if (!options.Settings.OfNew.Concat(options.Settings.OfLess).Any(option => given.Last(option) is not null))
        {
            throw new PtracerException("guest set: nothing to set; give an option, such as --env NAME=value (see ptracer guest set --help)");
        }

        return new GuestSetVerb(given.Operand(0), settings => options.Settings.Apply(settings, given, host));
    }

    /// <inheritdoc/>
    public int Run()
    {
        using SignalHold hold = new();
        _ = GuestVerb.OpenStore().Update(name, change);
        return 0;
    }
}

/// <summary>The options of <c>guest set</c>.</summary>
internal sealed class GuestSetOptions
{
    /// <summary>The settings.</summary>
    public GuestSettingsOptions Settings { get; } = new();

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups =>
        [("Set or add", Settings.OfNew), ("Drop", Settings.OfLess), ("Information", [Help])];
}
