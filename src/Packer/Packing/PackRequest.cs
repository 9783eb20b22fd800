namespace Ptracer.Packer.Packing;

/// <summary>What is to be packed.</summary>
internal sealed record PackRequest
{
    /// <summary>Programs: absolute paths in the tree, or names looked up along <see cref="SearchPath"/>.</summary>
    public IReadOnlyList<byte[]> Programs { get; init; } = [];

    /// <summary>Profiles that are asked for, by name or by a path of this machine.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Profiles that are not taken by themselves.</summary>
    public IReadOnlyList<string> WithoutProfiles { get; init; } = [];

    /// <summary>Patterns of what is taken too.</summary>
    public IReadOnlyList<string> Includes { get; init; } = [];

    /// <summary>Patterns of what is left out, whoever asked for it.</summary>
    public IReadOnlyList<string> Excludes { get; init; } = [];

    /// <summary>Paths that a run of the programs has used.</summary>
    public IReadOnlyCollection<byte[]> Used { get; init; } = [];

    /// <summary>Whether a static BusyBox gives the shell and its commands.</summary>
    public bool HasBusyBox { get; init; }

    /// <summary>Whether a program that needs something that is not there is packed all the same.</summary>
    public bool AllowsMissing { get; init; }

    /// <summary>Directories where programs are looked up by name.</summary>
    public string SearchPath { get; init; } = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The time of what is made, seconds since 1970 (SOURCE_DATE_EPOCH); null: the newest of what is taken.</summary>
    public long? MadeSeconds { get; init; }
}

/// <summary>What a pack will hold.</summary>
/// <param name="Items">The entries, sorted by path.</param>
/// <param name="Warnings">What a person should know, a line each.</param>
internal sealed record PackPlan(IReadOnlyList<PackItem> Items, IReadOnlyList<string> Warnings);
