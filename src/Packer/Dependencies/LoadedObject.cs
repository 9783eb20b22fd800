using Ptracer.Loader;

namespace Ptracer.Packer.Dependencies;

/// <summary>A program or library as a dynamic loader holds it: ld.so's link map.</summary>
/// <param name="file">Where it was found.</param>
/// <param name="elf">What it is.</param>
/// <param name="node">Its place in the graph.</param>
/// <param name="reason">How it was found: <c>by RUNPATH</c>.</param>
/// <param name="needer">The object that caused it to be loaded; null: none did.</param>
internal sealed class LoadedObject(
    TreeFile file, ElfObject elf, DependencyNode node, string reason, LoadedObject? needer)
{
    /// <summary>Where it was found.</summary>
    public TreeFile File { get; } = file;

    /// <summary>What it is.</summary>
    public ElfObject Elf { get; } = elf;

    /// <summary>Its place in the graph.</summary>
    public DependencyNode Node { get; } = node;

    /// <summary>How it was found: <c>by RUNPATH</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary>The object that caused it to be loaded; null: none did.</summary>
    public LoadedObject? Needer { get; } = needer;

    /// <summary>
    /// The directory that <c>$ORIGIN</c> means: of a program, where it really is, as <c>/proc/self/exe</c> says; of a
    /// library, as it was found.
    /// </summary>
    public byte[] Origin
    {
        get
        {
            ReadOnlySpan<byte> path = Needer is null ? File.Lookup.Path.Bytes : File.FoundAs;
            int slash = path.LastIndexOf((byte)'/');
            return slash <= 0 ? "/"u8.ToArray() : path[..slash].ToArray();
        }
    }
}
