namespace Ptracer.Packer.Packing;

/// <summary>What an OCI image says of itself (OCI image specification, config.md).</summary>
internal sealed record ImageSettings
{
    /// <summary>The architecture of its programs, by Go's name.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>The name of the image in its layout, for <c>oci:DIRECTORY:NAME</c>.</summary>
    public string Reference { get; init; } = "latest";

    /// <summary>What is executed; none: the user says so.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The words behind it, unless the user gives some.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Each <c>NAME=VALUE</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } =
        ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

    /// <summary>Where the program starts; empty: <c>/</c>.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Who it runs as; empty: root.</summary>
    public string User { get; init; } = "";

    /// <summary>Each <c>PORT/PROTOCOL</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>The signal that ends it; empty: SIGTERM.</summary>
    public string StopSignal { get; init; } = "";

    /// <summary>Notes, by name.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Directories for data that outlives a container.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];
}
