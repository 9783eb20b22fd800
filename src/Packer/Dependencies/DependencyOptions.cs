namespace Ptracer.Packer.Dependencies;

/// <summary>What would stand in the environment of the programs, and what the machine is that they run on.</summary>
internal sealed record DependencyOptions
{
    /// <summary>PATH of a login shell: where programs are looked up.</summary>
    public const string DefaultSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>PATH, in the tree.</summary>
    public byte[] SearchPath { get; init; } = [.. System.Text.Encoding.ASCII.GetBytes(DefaultSearchPath)];

    /// <summary>LD_LIBRARY_PATH; null: it is not set.</summary>
    public byte[]? LibraryPath { get; init; }

    /// <summary>LD_PRELOAD; null: it is not set.</summary>
    public byte[]? Preload { get; init; }

    /// <summary>The glibc-hwcaps subdirectories that count, best first; none: the libraries that every machine can use.</summary>
    public IReadOnlyList<byte[]> Hwcaps { get; init; } = [];

    /// <summary>Where relative paths start, in the tree: absolute.</summary>
    public byte[] WorkingDirectory { get; init; } = "/"u8.ToArray();
}
