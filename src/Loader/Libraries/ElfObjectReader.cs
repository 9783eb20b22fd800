namespace Ptracer.Loader;

/// <summary>
/// Reads <see cref="ElfObject"/>s, one after another, with the same two buffers. It believes nothing: counts, sizes and
/// the bytes it keeps are bounded, offsets may point anywhere, and what is wrong becomes the object's defect.
/// </summary>
internal sealed class ElfObjectReader
{
    /// <summary>Bytes of names that are kept of one file; the largest library of a distribution has a tenth.</summary>
    private const int MaxNamesBytes = 256 * 1024;

    private const int MaxVersionRecords = 16384;
    private const int IdentBytes = 20;
    private const string TooShort = "file too short";
    private const string BadDynamic = "its dynamic section is damaged";
    private const string BadVersions = "its version tables are damaged";

    private readonly FileWindow _numbers = new();
    private readonly FileWindow _strings = new();

    private ElfIdentity _identity;
    private ulong _stringTable;
    private int _namesBytes;

    /// <summary>Reads a file.</summary>
    public ElfObject Read(ReadAt read)
    {
        _numbers.Attach(read);
        _strings.Attach(read);
        _identity = default;
        _namesBytes = 0;
        try
        {
            return ReadHeader();
        }
        catch (DamagedException damage)
        {
            return new ElfObject { Defect = damage.Message, Identity = _identity };
        }
    }

    private ElfObject ReadHeader()
    {
        ReadOnlySpan<byte> ident = Get(0, IdentBytes, TooShort);
        if (!ElfHeader.IsElf(ident) || ident[4] is 0 or > 2)
        {
            throw new DamagedException("invalid ELF header");
        }

        ElfIdentity identity = new((ElfClass)ident[4], (ElfByteOrder)ident[5], 0, 0);
        _identity = identity with { Machine = identity.Half(ident[18..]) };
        bool is64 = _identity.AddressBytes == 8;
        ReadOnlySpan<byte> header = Get(0, is64 ? 64 : 52, TooShort);
        _identity = _identity with { Flags = _identity.Word(header[(is64 ? 48 : 36)..]) };
        ElfType type = (ElfType)_identity.Half(header[16..]);
        string? defect = DefectOf(header, type, _identity.Half(header[(is64 ? 54 : 42)..]));
        if (defect is not null)
        {
            return new ElfObject { Defect = defect, Identity = _identity, Type = type };
        }

        ulong tableOffset = _identity.Address(header[(is64 ? 32 : 28)..]);
        return ReadBody(type, ReadSegments(tableOffset, _identity.Half(header[(is64 ? 56 : 44)..])));
    }

    private string? DefectOf(ReadOnlySpan<byte> header, ElfType type, int programHeaderBytes)
    {
        if (header[5] is 0 or > 2)
        {
            return "ELF file data encoding unknown";
        }

        if (header[6] != 1)
        {
            return "ELF file version does not match current one";
        }

        if (type is not (ElfType.Exec or ElfType.Dyn))
        {
            return "only ET_DYN and ET_EXEC can be loaded";
        }

        return programHeaderBytes != _identity.ProgramHeaderBytes ? "ELF file's phentsize not the expected size" : null;
    }

    private ElfSegments ReadSegments(ulong tableOffset, int count)
    {
        ElfSegments segments = new();
        int size = _identity.ProgramHeaderBytes;
        if (count * size > ElfHeader.MaxProgramHeadersSizeBytes)
        {
            throw new DamagedException("it has too many program headers");
        }

        for (int index = 0; index < count; index++)
        {
            segments.Add(_identity, Get(tableOffset + (ulong)(index * size), size, "its program headers are cut off"));
        }

        return segments;
    }

    private ElfObject ReadBody(ElfType type, ElfSegments segments)
    {
        byte[]? interpreter = ReadInterpreter(segments.Interpreter);
        DynamicSection dynamic = ReadDynamic(segments.Dynamic);
        bool hasNames = dynamic.Strings is { } address && segments.TryFind(address, out _stringTable);
        if (!hasNames && (dynamic.Needs.Count > 0 || dynamic.SoName is not null))
        {
            throw new DamagedException(BadDynamic);
        }

        List<ElfNeed> needs = [];
        foreach ((ElfNeedKind kind, ulong name) in dynamic.Needs)
        {
            needs.Add(new ElfNeed(kind, Name(name, BadDynamic)));
        }

        byte[]? runpath = Optional(dynamic.Runpath);
        return new ElfObject
        {
            Identity = _identity,
            Type = type,
            Interpreter = interpreter,
            Needs = needs,
            SoName = Optional(dynamic.SoName),
            Rpath = runpath is null ? Optional(dynamic.Rpath) : null,
            Runpath = runpath,
            AvoidsDefaultDirectories = dynamic.AvoidsDefaultDirectories,
            VersionNeeds = hasNames ? ReadVersionNeeds(Place(dynamic.VersionNeeds, segments)) : [],
            Versions = hasNames ? ReadVersions(Place(dynamic.Versions, segments)) : null,
        };
    }

    private byte[]? ReadInterpreter((ulong Offset, ulong Size) place)
    {
        if (place.Size == 0)
        {
            return null;
        }

        if (place.Size > FileWindow.MaxStringBytes || !_numbers.TryGetString(place.Offset, out ReadOnlySpan<byte> path))
        {
            throw new DamagedException("its PT_INTERP is damaged");
        }

        return path.ToArray();
    }

    private DynamicSection ReadDynamic((ulong Offset, ulong Size) place)
    {
        DynamicSection dynamic = new();
        int word = _identity.AddressBytes;
        ulong count = Math.Min(place.Size / (ulong)(2 * word), DynamicSection.MaxEntries);
        for (ulong index = 0; index < count; index++)
        {
            ReadOnlySpan<byte> entry = Get(place.Offset + (index * (ulong)(2 * word)), 2 * word, BadDynamic);
            ulong tag = _identity.Address(entry);
            if (tag <= uint.MaxValue && !dynamic.Add((uint)tag, _identity.Address(entry[word..])))
            {
                break;
            }
        }

        return dynamic;
    }

    // Elf64_Verneed and Elf64_Vernaux, the same in both classes: lists by relative offsets, 0 at the end.
    private List<ElfVersionNeed> ReadVersionNeeds(ulong? place)
    {
        const ushort Weak = 2; // VER_FLG_WEAK
        List<ElfVersionNeed> needs = [];
        int records = 0;
        for (ulong? at = place; at is { } here;)
        {
            ReadOnlySpan<byte> need = Get(here, 16, BadVersions);
            (int count, ulong file, ulong first, ulong next) =
                (_identity.Half(need[2..]), _identity.Word(need[4..]), _identity.Word(need[8..]), _identity.Word(need[12..]));
            List<byte[]> versions = [];
            ulong auxiliary = here + first;
            for (int index = 0; index < count; index++)
            {
                ReadOnlySpan<byte> version = Get(auxiliary, 16, BadVersions);
                uint step = _identity.Word(version[12..]);
                if ((_identity.Half(version[4..]) & Weak) == 0)
                {
                    versions.Add(Name(_identity.Word(version[8..]), BadVersions));
                }

                Count(ref records);
                auxiliary += step;
                if (step == 0)
                {
                    break;
                }
            }

            needs.Add(new ElfVersionNeed(Name(file, BadVersions), versions));
            Count(ref records);
            at = next == 0 ? null : here + next;
        }

        return needs;
    }

    // Elf64_Verdef, and the first Elf64_Verdaux of each, which names it.
    private HashSet<byte[]>? ReadVersions(ulong? place)
    {
        if (place is null)
        {
            return null;
        }

        HashSet<byte[]> versions = new(ByteStringComparer.Instance);
        int records = 0;
        for (ulong? at = place; at is { } here;)
        {
            ReadOnlySpan<byte> definition = Get(here, 20, BadVersions);
            ulong auxiliary = here + _identity.Word(definition[12..]);
            uint next = _identity.Word(definition[16..]);
            versions.Add(Name(_identity.Word(Get(auxiliary, 8, BadVersions)), BadVersions));
            Count(ref records);
            at = next == 0 ? null : here + next;
        }

        return versions;
    }

    private static ulong? Place(ulong? address, ElfSegments segments)
    {
        if (address is not { } value)
        {
            return null;
        }

        return segments.TryFind(value, out ulong offset) ? offset : throw new DamagedException(BadVersions);
    }

    private static void Count(ref int records)
    {
        if (++records > MaxVersionRecords)
        {
            throw new DamagedException(BadVersions);
        }
    }

    private byte[]? Optional(ulong? name) => name is { } offset ? Name(offset, BadDynamic) : null;

    private byte[] Name(ulong offset, string defect)
    {
        const int ArrayBytes = 24;
        if (offset > uint.MaxValue || !_strings.TryGetString(_stringTable + offset, out ReadOnlySpan<byte> name))
        {
            throw new DamagedException(defect);
        }

        _namesBytes += name.Length + ArrayBytes;
        return _namesBytes <= MaxNamesBytes ? name.ToArray() : throw new DamagedException("it has too many names");
    }

    private ReadOnlySpan<byte> Get(ulong offset, int count, string defect) =>
        _numbers.TryGet(offset, count, out ReadOnlySpan<byte> bytes) ? bytes : throw new DamagedException(defect);

    // Never leaves this class: the one way out of the many places where a file can be wrong.
    private sealed class DamagedException(string message) : Exception(message);
}
