using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>
/// The start of one program as its dynamic loader does it: the program, what is preloaded, then breadth first what each
/// object needs. A library is loaded once, however it is named: by the name it was asked for under, by its DT_SONAME, by
/// being the same file.
/// </summary>
internal sealed class LoadSession(GraphBuilder graph, ILibrarySearch search, TreeFile? loader, byte[] loaderPath)
{
    private readonly List<LoadedObject> _order = [];
    private readonly Dictionary<byte[], LoadedObject> _names = new(ByteStringComparer.Instance);
    private readonly Dictionary<TreePath, LoadedObject> _places = [];
    private readonly Dictionary<UInt128, LoadedObject> _identities = [];

    /// <summary>Loads a program, and adds what it needs to the graph.</summary>
    public void Load(TreeFile file, ElfObject elf, DependencyNode node)
    {
        LoadedObject program = new(file, elf, node, "", null);
        Remember(program, []);
        foreach ((byte[] name, string reason) in search.Preloads())
        {
            LoadNeed(program, name, reason, IsOptional.No);
        }

        for (int index = 0; index < _order.Count; index++)
        {
            LoadedObject one = _order[index];
            foreach (ElfNeed need in one.Elf.Needs)
            {
                string kind = need.Kind switch
                {
                    ElfNeedKind.Filter => "FILTER",
                    ElfNeedKind.Auxiliary => "AUXILIARY",
                    _ => "NEEDED",
                };
                LoadNeed(one, need.Name, kind, need.Kind == ElfNeedKind.Auxiliary ? IsOptional.Yes : IsOptional.No);
            }
        }

        if (search.ChecksVersions)
        {
            CheckVersions();
        }
    }

    private enum IsOptional
    {
        No,
        Yes,
    }

    private void LoadNeed(LoadedObject needer, byte[] written, string kind, IsOptional optional)
    {
        byte[] name = search.Expand(written, needer);
        if (loader is not null && IsLoader(name))
        {
            GraphBuilder.AddEdge(needer.Node, written, graph.Node(loader, DependencyKind.Loader), loader, kind + ", the loader itself");
            return;
        }

        if (IsVdso(name))
        {
            return;
        }

        if (!_names.TryGetValue(name, out LoadedObject? known))
        {
            LibraryHit hit = search.Find(name, needer);
            if (hit.File is not { Object: { } elf } file)
            {
                if (optional == IsOptional.No)
                {
                    graph.AddMissingEdge(needer.Node, written, kind, hit.Reason);
                }

                return;
            }

            known = Loaded(file.Lookup) ?? new LoadedObject(file, elf, graph.Node(file, DependencyKind.Library), hit.Reason, needer);
            Remember(known, name);
        }

        string reason = known.Reason.Length > 0 ? $"{kind}, {known.Reason}" : kind + ", the program itself";
        GraphBuilder.AddEdge(needer.Node, written, known.Node, known.File, reason);
    }

    private bool IsLoader(byte[] name) =>
        search.IsLoader(name) || name.AsSpan().SequenceEqual(loaderPath) ||
        (search.KnowsSoNames && name.AsSpan().SequenceEqual(loader?.Object?.SoName ?? loaderPath));

    // The kernel maps it into every process; it is no file.
    private static bool IsVdso(byte[] name) =>
        name.AsSpan().SequenceEqual("linux-vdso.so.1"u8) || name.AsSpan().SequenceEqual("linux-gate.so.1"u8);

    private LoadedObject? Loaded(in TreeLookup lookup)
    {
        bool isLinked = lookup.Entry.Identity != default;
        return isLinked && _identities.TryGetValue(lookup.Entry.Identity, out LoadedObject? linked) ? linked
            : _places.GetValueOrDefault(lookup.Path);
    }

    private void Remember(LoadedObject one, byte[] name)
    {
        if (_places.TryAdd(one.File.Lookup.Path, one))
        {
            _order.Add(one);
            UInt128 identity = one.File.Lookup.Entry.Identity;
            if (identity != default)
            {
                _identities.TryAdd(identity, one);
            }
        }

        // musl knows a library by the name that a search found it under, and by nothing else.
        if (name.Length > 0 && (search.KnowsSoNames || !name.AsSpan().Contains((byte)'/')))
        {
            _names.TryAdd(name, one);
        }

        if (search.KnowsSoNames)
        {
            _names.TryAdd(one.File.FoundAs, one);
            if (one.Elf.SoName is { Length: > 0 } soName)
            {
                _names.TryAdd(soName, one);
            }
        }
    }

    // What the loader itself has is not asked for by name: its versions are checked like a library's.
    private void CheckVersions()
    {
        foreach (LoadedObject one in _order)
        {
            foreach (ElfVersionNeed need in one.Elf.VersionNeeds)
            {
                ElfObject? library = loader is not null && IsLoader(need.File) ? loader.Object
                    : _names.TryGetValue(need.File, out LoadedObject? found) ? found.Elf : null;
                foreach (byte[] version in library is null ? [] : ElfObject.MissingVersions(need, library))
                {
                    graph.AddMissing(need.File, one.Node, $"has no version {TreePathText.Of(version)}");
                }
            }
        }
    }
}
