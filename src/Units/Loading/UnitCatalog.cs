namespace Ptracer.Units;

/// <summary>
/// The units of a guest: reads them as systemd 252 does, once each; an alias gives the same <see cref="Unit"/> as the
/// name it stands for. A new catalog is what <c>daemon-reload</c> is.
/// </summary>
internal sealed class UnitCatalog
{
    private readonly Dictionary<string, Unit> _units = new(StringComparer.Ordinal);
    private readonly IUnitFiles _files;
    private readonly DropIns _dropIns;

    /// <summary>Looks at a guest.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="context">What specifiers mean in it.</param>
    /// <param name="directories">Where units are; null: where systemd looks.</param>
    public UnitCatalog(IUnitFiles files, SpecifierContext context, IReadOnlyList<string>? directories = null)
    {
        _files = files;
        Context = context;
        Directories = directories ?? UnitDirectories.System;
        _dropIns = new DropIns(files, Directories);
        Map = new UnitNameMap(files, Directories);
    }

    /// <summary>What specifiers mean.</summary>
    public SpecifierContext Context { get; }

    /// <summary>Where units are looked for.</summary>
    public IReadOnlyList<string> Directories { get; }

    /// <summary>The names that there are files for.</summary>
    public UnitNameMap Map { get; }

    /// <summary>The unit of a name. Never null and never throws: <see cref="Unit.LoadState"/> says what came of it.</summary>
    /// <param name="name">A name that is not a template's; anything else gives an Error.</param>
    public Unit Load(string name)
    {
        if (_units.TryGetValue(name, out Unit? known))
        {
            return known;
        }

        if (!UnitName.IsLoadable(name))
        {
            string message = UnitName.IsTemplate(name)
                ? $"Unit name {name} is missing the instance name."
                : $"Unit name {name} is not valid.";
            return UnitBuilder.Unloaded(name, UnitLoadState.Error, Context, new Diagnostic(DiagnosticSeverity.Error, "", 0, message));
        }

        Unit unit = Read(name);
        foreach (string alias in unit.Names)
        {
            _units.TryAdd(alias, unit);
        }

        return unit;
    }

    private Unit Read(string name)
    {
        string? fragment = Map.FragmentOf(name);
        string id = fragment is null ? name : IdOf(UnitPath.NameOf(fragment), name);
        if (_units.TryGetValue(id, out Unit? known))
        {
            _units[name] = known;
            return known;
        }

        UnitBuilder builder = new(id, NamesOf(id, name, fragment), fragment, Context);
        if (fragment is null && builder.NeedsFragment)
        {
            return builder.Build(UnitLoadState.NotFound);
        }

        if (fragment is not null)
        {
            byte[]? content = IsMasked(fragment) ? [] : _files.Read(fragment);
            if (content is null)
            {
                return builder.Build(UnitLoadState.Error);
            }

            if (content.Length == 0)
            {
                return builder.Build(UnitLoadState.Masked);
            }

            builder.AddFragment(content);
        }

        AddDropIns(builder);
        return builder.Build(UnitLoadState.Loaded);
    }

    private void AddDropIns(UnitBuilder builder)
    {
        foreach (string path in _dropIns.Find(builder.Names))
        {
            builder.AddDropIn(path, IsMasked(path) ? [] : _files.Read(path) ?? []);
        }

        builder.AddLinks(DependencyKind.Wants, Links(builder, DependencyKind.Wants, ".wants"));
        builder.AddLinks(DependencyKind.Requires, Links(builder, DependencyKind.Requires, ".requires"));
    }

    private List<string> Links(UnitBuilder builder, DependencyKind kind, string suffix)
    {
        List<string> names = [];
        foreach (string path in _dropIns.Links(builder.Names, suffix))
        {
            string name = UnitPath.NameOf(path);
            if (_files.ReadLink(path) is not { } target)
            {
                builder.Warn($"{kind} dependency dropin {path} is not a symlink, ignoring.");
            }
            else if (!UnitName.IsValid(name))
            {
                builder.Warn($"{kind} dependency dropin {path} is not a valid unit name, ignoring.");
            }
            else if (target == "/dev/null")
            {
                builder.Warn($"{kind} dependency on {name} is masked by {path}, ignoring.");
            }
            else
            {
                names.Add(name);
            }
        }

        return names;
    }

    private bool IsMasked(string path) =>
        _files.ReadLink(path) is { } target && UnitPath.Resolve(UnitPath.DirectoryOf(path), target) == "/dev/null";

    // The name of the file, with the instance when it is a template's.
    private static string IdOf(string fileName, string name) =>
        UnitName.IsTemplate(fileName) ? UnitName.Instantiate(fileName, UnitName.InstanceOf(name) ?? "") : fileName;

    private List<string> NamesOf(string id, string name, string? fragment)
    {
        HashSet<string> names = new(StringComparer.Ordinal) { id, name };
        string? instance = UnitName.InstanceOf(id);
        foreach (string alias in fragment is null ? [] : Map.AliasesOf(UnitPath.NameOf(fragment)))
        {
            if (UnitName.IsTemplate(alias))
            {
                string instantiated = UnitName.Instantiate(alias, instance ?? "");
                if (instance is not null && !Map.Names.Contains(instantiated))
                {
                    names.Add(instantiated);
                }
            }
            else if (UnitName.InstanceOf(alias) == instance)
            {
                names.Add(alias);
            }
        }

        return [id, .. names.Where(other => other != id)];
    }
}
