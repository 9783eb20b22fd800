using System.CommandLine;
using Ptracer.Host.Daemon.Control;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary><c>guest create</c> and <c>import</c>: a guest of a rootfs that is there, or of a copy.</summary>
internal sealed class GuestCreateVerb(GuestCreation creation) : IVerb
{
    /// <summary>What is made.</summary>
    public GuestCreation Creation { get; } = creation;

    /// <summary>Parses the words behind <c>guest create</c>.</summary>
    public static IVerb Parse(WordList words)
    {
        HostView host = new();
        GuestCreateOptions options = new();
        VerbWords given = VerbWords.Sort("guest create", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Create());
        }

        given.Expect("NAME");
        string? rootfs = given.Last(options.Rootfs);
        string? from = given.Last(options.From);
        if (rootfs is null == from is null)
        {
            throw new PtracerException($"guest create {given.Operand(0)}: give --rootfs DIR, which is used in place, or --from SOURCE, which is copied");
        }

        return new GuestCreateVerb(new GuestCreation(
            given.Operand(0),
            rootfs is null ? null : Path.GetFullPath(host.Absolute(rootfs)),
            from is null ? null : SourcePath(from, host),
            options.Settings.Apply(new GuestSettings(), given, host)));
    }

    /// <summary>Parses the words behind <c>import</c>.</summary>
    public static IVerb ParseImport(WordList words)
    {
        HostView host = new();
        GuestImportOptions options = new();
        VerbWords given = VerbWords.Sort("import", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Import());
        }

        given.Expect("SOURCE", "NAME");
        GuestSettings settings = options.Settings.Apply(new GuestSettings(), given, host);
        return new GuestCreateVerb(new GuestCreation(given.Operand(1), null, SourcePath(given.Operand(0), host), settings));
    }

    /// <inheritdoc/>
    public int Run()
    {
        using GuestProgress progress = new();
        GuestInfo made = GuestVerb.OpenStore().Creation.Create(Creation, progress, CancellationToken.None).GetAwaiter().GetResult();
        Terminal.Write($"{made.Name}: {(made.OsName.Length > 0 ? made.OsName : "made")}, ready for: ptracer shell {made.Name}\n");
        return 0;
    }

    // "scheme://..." is no path.
    private static string SourcePath(string from, HostView host) =>
        from.Contains("://", StringComparison.Ordinal) ? from : host.Absolute(from);
}

/// <summary>The options of <c>guest create</c>.</summary>
internal sealed class GuestCreateOptions
{
    /// <summary>A rootfs in place.</summary>
    public Option<string[]> Rootfs { get; } = Valued(
        "--rootfs", "directory", "The guest's root, used where it is; it stays when the guest is removed.", "-r");

    /// <summary>A source.</summary>
    public Option<string[]> From { get; } = Valued(
        "--from",
        "source",
        "What the guest's root is a copy of: a directory (a pack, for instance), an archive (.tar, also compressed), an OCI " +
        "image layout or an archive of docker save (PATH:NAME for one of several images), or docker://IMAGE of a registry. " +
        "The variables of an image become the guest's. The copy goes when the guest is removed.");

    /// <summary>The settings.</summary>
    public GuestSettingsOptions Settings { get; } = new();

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups =>
        [("What it is made of", [Rootfs, From]), ("Settings", Settings.OfNew), ("Information", [Help])];
}

/// <summary>The options of <c>import</c>.</summary>
internal sealed class GuestImportOptions
{
    /// <summary>The settings.</summary>
    public GuestSettingsOptions Settings { get; } = new();

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups => [("Settings", Settings.OfNew), ("Information", [Help])];
}
