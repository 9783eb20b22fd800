using System.CommandLine;
using Ptracer.Host.Daemon.Control;
using Ptracer.Packer.Packing;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary><c>guest export</c> and <c>export</c>: a guest's root as a directory, an archive or an image.</summary>
internal sealed class GuestExportVerb(string name, string path, OutputFormat format, ExistingOutput existing) : IVerb
{
    /// <summary>Parses the words behind it.</summary>
    /// <param name="verb">As it was called.</param>
    /// <param name="words">The words.</param>
    public static IVerb Parse(string verb, WordList words)
    {
        GuestExportOptions options = new();
        VerbWords given = VerbWords.Sort(verb, options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(GuestHelp.Export());
        }

        given.Expect("NAME");
        string output = given.Last(options.Output) ??
            throw new PtracerException($"{verb}: where it goes is missing; write -o PATH");
        return new GuestExportVerb(
            given.Operand(0),
            new HostView().Absolute(output),
            FormatOf(given.Last(options.Format)),
            given.Has(options.Force) ? ExistingOutput.Replace : ExistingOutput.Refuse);
    }

    /// <inheritdoc/>
    public int Run()
    {
        using GuestProgress progress = new();
        GuestVerb.OpenStore().Export(
            name, path, format, existing, done => progress.Report(new CreationProgress("files", done, null)));
        Terminal.Write($"{path}: {name}\n");
        return 0;
    }

    private static OutputFormat FormatOf(string? format) => format switch
    {
        null => OutputFormat.ByName,
        "dir" => OutputFormat.Directory,
        "tar" => OutputFormat.Tar,
        "tar.gz" => OutputFormat.TarGzip,
        "tar.zst" => OutputFormat.TarZstd,
        "oci" => OutputFormat.Oci,
        _ => throw new PtracerException($"--format {format}: no such format; there are dir, tar, tar.gz, tar.zst and oci"),
    };
}

/// <summary>The options of <c>guest export</c>.</summary>
internal sealed class GuestExportOptions
{
    /// <summary>Where it goes.</summary>
    public Option<string[]> Output { get; } = Valued(
        "--output", "path", "What is made: a directory, or by its ending .tar, .tar.gz, .tar.zst or .oci (an OCI image layout).", "-o");

    /// <summary>What it is written as.</summary>
    public Option<string[]> Format { get; } = Valued(
        "--format", "name", "dir, tar, tar.gz, tar.zst or oci, whatever the name's ending says.");

    /// <summary>Replacing what is there.</summary>
    public Option<bool> Force { get; } = Flag("--force", "Replace what is there; without it that is refused.");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups => [("Options", [Output, Format, Force, Help])];
}
