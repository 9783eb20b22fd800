using System.CommandLine;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Images;
using Ptracer.Images.Layouts;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary><c>pull</c>: an image of a registry becomes a rootfs here.</summary>
/// <param name="image">Which.</param>
/// <param name="output">Where it goes; null: where <c>run -r docker://IMAGE</c> finds it.</param>
internal sealed class PullVerb(ImageReference image, string? output) : IVerb
{
    private const string Text =
        """
        Pulls an image of a registry, and unpacks it, once for each digest. Prints the digest of its manifest.

        Usage:
          ptracer pull IMAGE [-o PATH]

        IMAGE is written as Docker does: debian:12, quay.io/NAME:TAG, HOST:5000/NAME@sha256:DIGEST, with or without
        docker:// before it. Then:

          ptracer run -r docker://debian:12 [command]     its own command without one; its user, directory, variables
          ptracer guest create NAME --from docker://debian:12

        What is run in an image changes its copy here, which a later pull of the same digest leaves as it is. For more than a
        trial make a guest.

        An interrupted download goes on where it ended. Logins are those of docker login, podman login or skopeo login:
        $REGISTRY_AUTH_FILE, or Docker's config.json. Registries are reached by TLS; without it only on this machine
        (loopback). SSL_CERT_FILE names other authorities to trust. Images are for linux/amd64. They lie in
        $PTRACER_HOME/images.

        """;

    /// <summary>Parses the words behind the verb.</summary>
    public static IVerb Parse(WordList words)
    {
        PullOptions options = new();
        VerbWords given = VerbWords.Sort("pull", options.Groups, words);
        if (given.Has(options.Help))
        {
            return new TextVerb(Help());
        }

        given.Expect("IMAGE");
        return new PullVerb(
            ImageReference.Parse(given.Operand(0)),
            given.Last(options.Output) is { } path ? new HostView().Absolute(path) : null);
    }

    /// <summary>The help of <c>pull</c>.</summary>
    public static string Help() => Text + HelpText.Options(null, new PullOptions().Groups);

    /// <inheritdoc/>
    public int Run()
    {
        ProgressLine line = new();
        try
        {
            ImagePuller puller = new(
                ImageStore.Here(new HostView()), step => line.Show(step.DoneBytes, step.TotalBytes), CancellationToken.None);
            ImageDigest digest = output is null ? puller.Pull(image) : puller.Pull(image, output);
            line.Clear();
            Terminal.Write($"{digest}\n");
            return 0;
        }
        catch
        {
            line.Clear();
            throw;
        }
    }
}

/// <summary>The options of <c>pull</c>.</summary>
internal sealed class PullOptions
{
    /// <summary>Where it goes.</summary>
    public Option<string[]> Output { get; } = Valued(
        "--output",
        "path",
        "Write the image there and nowhere else: as a rootfs directory, or by the path's ending as .tar, .tar.gz, .tar.zst " +
        "or .oci (an OCI image layout of one layer).",
        "-o");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups => [("Options", [Output, Help])];
}
