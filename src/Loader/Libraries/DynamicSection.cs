namespace Ptracer.Loader;

/// <summary>The entries of a dynamic section that say what an object needs: numbers, nothing looked up yet.</summary>
internal sealed class DynamicSection
{
    /// <summary>More entries than any linker writes; what is beyond is not looked at.</summary>
    public const int MaxEntries = 8192;

    private const ulong NoDefaultDirectories = 0x800; // DF_1_NODEFLIB

    /// <summary>What is needed: kind, and where its name is in the string table.</summary>
    public List<(ElfNeedKind Kind, ulong Name)> Needs { get; } = [];

    /// <summary>DT_STRTAB: an address.</summary>
    public ulong? Strings { get; private set; }

    /// <summary>DT_SONAME: where in the string table.</summary>
    public ulong? SoName { get; private set; }

    /// <summary>DT_RPATH: where in the string table.</summary>
    public ulong? Rpath { get; private set; }

    /// <summary>DT_RUNPATH: where in the string table.</summary>
    public ulong? Runpath { get; private set; }

    /// <summary>DT_VERNEED: an address.</summary>
    public ulong? VersionNeeds { get; private set; }

    /// <summary>DT_VERDEF: an address.</summary>
    public ulong? Versions { get; private set; }

    /// <summary>DF_1_NODEFLIB.</summary>
    public bool AvoidsDefaultDirectories { get; private set; }

    /// <summary>Takes an entry.</summary>
    /// <returns>False for DT_NULL, which ends the section.</returns>
    public bool Add(uint tag, ulong value)
    {
        switch (tag)
        {
            case 0:
                return false;
            case 1:
                Needs.Add((ElfNeedKind.Needed, value));
                break;
            case 5:
                Strings = value;
                break;
            case 14:
                SoName = value;
                break;
            case 15:
                Rpath = value;
                break;
            case 29:
                Runpath = value;
                break;
            case 0x6ffffffb: // DT_FLAGS_1
                AvoidsDefaultDirectories = (value & NoDefaultDirectories) != 0;
                break;
            case 0x6ffffffc: // DT_VERDEF
                Versions = value;
                break;
            case 0x6ffffffe: // DT_VERNEED
                VersionNeeds = value;
                break;
            case 0x7ffffffd: // DT_AUXILIARY
                Needs.Add((ElfNeedKind.Auxiliary, value));
                break;
            case 0x7fffffff: // DT_FILTER
                Needs.Add((ElfNeedKind.Filter, value));
                break;
        }

        return true;
    }
}
