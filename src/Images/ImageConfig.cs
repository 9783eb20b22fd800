using Ptracer.Images.Layouts;

namespace Ptracer.Images;

/// <summary>What an image says of how it is run (OCI image specification, config.md).</summary>
internal sealed record ImageConfig
{
    public ImagePlatform Platform { get; init; } = ImagePlatform.Default;

    /// <summary>Each <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>What is executed; the words of the user or of <see cref="Command"/> follow.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Empty: <c>/</c>.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary><c>USER</c>, <c>UID</c>, <c>USER:GROUP</c> …; empty: root.</summary>
    public string User { get; init; } = "";

    /// <summary>Each <c>PORT/PROTOCOL</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>The signal that ends the command, by name or number; empty: SIGTERM.</summary>
    public string StopSignal { get; init; } = "";

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Directories for data that outlives a container.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>The digests of the layers, uncompressed, the lowest first.</summary>
    public IReadOnlyList<ImageDigest> DiffIds { get; init; } = [];

    /// <summary>Reads it.</summary>
    /// <param name="document">Its name, for messages.</param>
    /// <param name="text">The JSON.</param>
    /// <exception cref="PtracerException">It is damaged.</exception>
    public static ImageConfig Parse(string document, ReadOnlyMemory<byte> text)
    {
        JsonView json = JsonView.Parse(document, text);
        ImagePlatform platform = new(
            json.Text("os") ?? "linux", json.Text("architecture") ?? "unknown", json.Text("variant"));
        ImageConfig config = new()
        {
            Platform = platform,
            DiffIds = [.. (json.Member("rootfs")?.Texts("diff_ids") ?? []).Select(id => Digest(document, id))],
        };
        return json.Member("config") is not { } run ? config : config with
        {
            Environment = run.Texts("Env"),
            Entrypoint = run.Texts("Entrypoint"),
            Command = run.Texts("Cmd"),
            WorkingDirectory = run.Text("WorkingDir") ?? "",
            User = run.Text("User") ?? "",
            ExposedPorts = Names(run.Member("ExposedPorts")),
            StopSignal = run.Text("StopSignal") ?? "",
            Labels = (run.Member("Labels")?.Members ?? []).ToDictionary(static label => label.Name, static label => label.Value.AsText()),
            Volumes = Names(run.Member("Volumes")),
        };
    }

    private static IReadOnlyList<string> Names(JsonView? members) =>
        [.. (members?.Members ?? []).Select(static member => member.Name).Order(StringComparer.Ordinal)];

    private static ImageDigest Digest(string document, string text) => ImageDigest.TryParse(text, out ImageDigest digest)
        ? digest
        : throw new PtracerException($"{document}: {text} is no digest; the image is damaged: get it again");
}
