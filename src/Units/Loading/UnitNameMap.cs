namespace Ptracer.Units;

/// <summary>
/// Which file a name of a unit means: a directory scan, in which the first directory that has a name wins. A link to a
/// unit in one of the directories is an alias; a link to elsewhere is a unit of its own.
/// </summary>
internal sealed class UnitNameMap
{
    private const int MaxAliases = 8;

    private readonly IReadOnlyList<string> _directories;
    private readonly IUnitFiles _files;

    // A path when it begins with a slash, else the name it is an alias of.
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _aliases = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>Scans the directories.</summary>
    public UnitNameMap(IUnitFiles files, IReadOnlyList<string> directories)
    {
        _files = files;
        _directories = directories;
        foreach (string directory in directories)
        {
            foreach (string name in files.List(directory).Order(StringComparer.Ordinal))
            {
                if (UnitName.IsValid(name) && !_ids.ContainsKey(name))
                {
                    Add(directory, name);
                }
            }
        }

        foreach (string name in _ids.Keys)
        {
            if (PathOf(name) is { } path && UnitPath.NameOf(path) != name)
            {
                AliasList(UnitPath.NameOf(path)).Add(name);
            }
        }
    }

    /// <summary>All names, aliases and templates included.</summary>
    public IReadOnlyCollection<string> Names => _ids.Keys;

    /// <summary>What is wrong with links.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>The file that a name means, aliases followed; null when there is none.</summary>
    public string? PathOf(string name)
    {
        for (int count = 0; count <= MaxAliases; count++)
        {
            if (!_ids.TryGetValue(name, out string? target))
            {
                return null;
            }

            if (target.StartsWith('/'))
            {
                return target;
            }

            // An instance as an alias's target is found as one of its template.
            name = _ids.ContainsKey(target) ? target : UnitName.TemplateOf(target) ?? target;
        }

        return null;
    }

    /// <summary>The file of a unit, and whether it is that of a template.</summary>
    public string? FragmentOf(string name) =>
        PathOf(name) ?? (UnitName.TemplateOf(name) is { } template ? PathOf(template) : null);

    /// <summary>The names that mean a file of this name.</summary>
    public IReadOnlyList<string> AliasesOf(string name) => _aliases.TryGetValue(name, out List<string>? names) ? names : [];

    private void Add(string directory, string name)
    {
        string path = UnitPath.Join(directory, name);
        string? link = _files.ReadLink(path);
        if (link is null)
        {
            if (_files.KindOf(path) == UnitFileKind.File)
            {
                _ids[name] = path;
            }

            return;
        }

        string target = UnitPath.Resolve(directory, link);
        if (target == "/dev/null" || !_directories.Any(known => target.StartsWith(known + "/", StringComparison.Ordinal)))
        {
            _ids[name] = path;
            return;
        }

        string alias = UnitPath.NameOf(target);
        if (alias == name)
        {
            return;
        }

        if (AliasRules.IsValid(name, alias))
        {
            _ids[name] = alias;
        }
        else
        {
            _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, path, 0, $"symlink to {alias} is not a valid alias of {name}, ignoring."));
        }
    }

    private List<string> AliasList(string name)
    {
        if (!_aliases.TryGetValue(name, out List<string>? names))
        {
            _aliases[name] = names = [];
        }

        return names;
    }
}
