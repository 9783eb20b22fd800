namespace Ptracer.Loader;

/// <summary>Which entry of the dynamic section asks for a library.</summary>
internal enum ElfNeedKind
{
    /// <summary>DT_NEEDED.</summary>
    Needed,

    /// <summary>DT_FILTER: the library stands in for this one.</summary>
    Filter,

    /// <summary>DT_AUXILIARY: as a filter, but it may be missing.</summary>
    Auxiliary,
}

/// <summary>A library that an object asks for.</summary>
/// <param name="Kind">By which entry.</param>
/// <param name="Name">A soname, or a path; tokens such as <c>$ORIGIN</c> are not expanded.</param>
internal sealed record ElfNeed(ElfNeedKind Kind, byte[] Name);

/// <summary>The versions of its symbols that an object needs from one library (DT_VERNEED).</summary>
/// <param name="File">The library, as DT_NEEDED names it.</param>
/// <param name="Versions">Their names; without the weak ones, which may be missing.</param>
internal sealed record ElfVersionNeed(byte[] File, IReadOnlyList<byte[]> Versions);

/// <summary>
/// What ld.so reads of a program or library before it maps it: header, interpreter, dynamic section, versions. Made by
/// <see cref="ElfObjectReader"/>, for any processor.
/// </summary>
internal sealed class ElfObject
{
    /// <summary>Why no dynamic loader could take it, in the words of glibc's where it has some; null: it can.</summary>
    public string? Defect { get; init; }

    /// <summary>For which processor it is; nothing for what is not ELF.</summary>
    public ElfIdentity Identity { get; init; }

    /// <summary>e_type.</summary>
    public ElfType Type { get; init; }

    /// <summary>PT_INTERP, without NUL; null: none.</summary>
    public byte[]? Interpreter { get; init; }

    /// <summary>What it asks for, in the order in which ld.so loads it.</summary>
    public IReadOnlyList<ElfNeed> Needs { get; init; } = [];

    /// <summary>DT_SONAME.</summary>
    public byte[]? SoName { get; init; }

    /// <summary>DT_RPATH; null also when there is DT_RUNPATH, which makes ld.so ignore it.</summary>
    public byte[]? Rpath { get; init; }

    /// <summary>DT_RUNPATH.</summary>
    public byte[]? Runpath { get; init; }

    /// <summary>DF_1_NODEFLIB: what it needs is not searched in the default directories.</summary>
    public bool AvoidsDefaultDirectories { get; init; }

    /// <summary>Versions that it needs.</summary>
    public IReadOnlyList<ElfVersionNeed> VersionNeeds { get; init; } = [];

    /// <summary>Versions that it has (DT_VERDEF); null: it has none at all, and ld.so does not check.</summary>
    public IReadOnlySet<byte[]>? Versions { get; init; }

    /// <summary>Whether the file starts with the four magic bytes.</summary>
    public bool IsElf => Identity.Class != ElfClass.None;

    /// <summary>The versions that this object needs and a library does not have.</summary>
    public static IEnumerable<byte[]> MissingVersions(ElfVersionNeed need, ElfObject library)
    {
        if (library.Versions is null)
        {
            yield break;
        }

        foreach (byte[] version in need.Versions)
        {
            if (!library.Versions.Contains(version))
            {
                yield return version;
            }
        }
    }
}
