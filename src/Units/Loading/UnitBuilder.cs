namespace Ptracer.Units;

/// <summary>Puts a <see cref="Unit"/> together from its files.</summary>
internal sealed class UnitBuilder
{
    private readonly Specifiers _specifiers;
    private readonly List<Assignment> _assignments = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<string> _dropIns = [];
    private readonly Dictionary<DependencyKind, IReadOnlyList<string>> _links = [];
    private readonly string? _fragment;
    private bool _isBad;
    private bool _isBroken;

    /// <summary>Begins one.</summary>
    public UnitBuilder(string id, IReadOnlyList<string> names, string? fragment, SpecifierContext context)
    {
        Id = id;
        Names = names;
        Type = UnitName.TypeOf(id);
        _fragment = fragment;
        _specifiers = new Specifiers(context, id, fragment);
    }

    /// <summary>The unit's name.</summary>
    public string Id { get; }

    /// <summary>Its names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Its type.</summary>
    public UnitType Type { get; }

    /// <summary>Whether there is no such unit without a file.</summary>
    public bool NeedsFragment => Type is not (UnitType.Slice or UnitType.Device or UnitType.Scope);

    /// <summary>A unit that could not be loaded.</summary>
    public static Unit Unloaded(string name, UnitLoadState state, SpecifierContext context, params Diagnostic[] diagnostics)
    {
        UnitBuilder builder = new(name, [name], null, context);
        builder._diagnostics.AddRange(diagnostics);
        return builder.Build(state);
    }

    /// <summary>Takes the main file.</summary>
    public void AddFragment(byte[] content)
    {
        ParsedFile parsed = UnitFileParser.Parse(_fragment ?? "", content, Type);
        _isBroken = parsed.IsBroken;
        Add(parsed);
    }

    /// <summary>Takes a drop-in; what is so wrong in it that a main file would be refused ends that drop-in only.</summary>
    public void AddDropIn(string path, byte[] content)
    {
        _dropIns.Add(path);
        Add(UnitFileParser.Parse(path, content, Type));
    }

    /// <summary>Takes the names of units that links in a directory name.</summary>
    public void AddLinks(DependencyKind kind, IReadOnlyList<string> names) =>
        _links[kind] = [.. names.Select(name => UnitName.IsTemplate(name) ? UnitName.Instantiate(name, _specifiers.InstanceForTemplates) : name)];

    /// <summary>Says that something about the unit as a whole is ignored.</summary>
    public void Warn(string message) => _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, "", 0, $"{Id}: {message}"));

    /// <summary>Makes the unit.</summary>
    /// <param name="state">What came of it, unless the settings say worse.</param>
    public Unit Build(UnitLoadState state)
    {
        List<Diagnostic> diagnostics = [];
        Unit unit = BuildOnce(diagnostics, state);
        // Reading a file ends where a setting is fatal. In a drop-in that harms nothing else; in the main file it is all.
        while (diagnostics.Find(found => found.Severity == DiagnosticSeverity.Error && found.Line > 0) is { } fatal)
        {
            bool isFragment = !_dropIns.Contains(fatal.File);
            _isBad |= isFragment;
            _diagnostics.AddRange(diagnostics.Where(found => found.File == fatal.File && found.Line == fatal.Line)
                .Select(found => isFragment || found != fatal ? found : found with { Severity = DiagnosticSeverity.Warning }));
            _assignments.RemoveAll(assignment => (assignment.File == fatal.File && assignment.Line == fatal.Line) || IsBehind(assignment.File, assignment.Line, fatal, isFragment));
            _diagnostics.RemoveAll(found => IsBehind(found.File, found.Line, fatal, isFragment));
            diagnostics.Clear();
            unit = BuildOnce(diagnostics, state);
        }

        return unit;
    }

    private static bool IsBehind(string file, int line, Diagnostic fatal, bool isFragment) =>
        file == fatal.File ? line > fatal.Line : isFragment && file.Length > 0;

    private Unit BuildOnce(List<Diagnostic> diagnostics, UnitLoadState state)
    {
        SettingReader own = Reader(KnownSettings.SectionOf(Type), diagnostics);
        Unit draft = new()
        {
            Id = Id,
            Names = Names,
            Type = Type,
            LoadState = state,
            FragmentPath = _fragment,
            DropInPaths = _dropIns,
            WantsDirectories = _links.GetValueOrDefault(DependencyKind.Wants, []),
            RequiresDirectories = _links.GetValueOrDefault(DependencyKind.Requires, []),
            Assignments = [.. _assignments],
            Section = new UnitSection(Reader("Unit", diagnostics)),
            Install = new InstallSection(Reader("Install", diagnostics)),
            Slice = UnitReference.Read(own, "Slice", type => type == UnitType.Slice, "Failed to load slice unit"),
            Service = Type == UnitType.Service ? new Service(own) : null,
            Socket = Type == UnitType.Socket ? new SocketUnit(own) : null,
            Timer = Type == UnitType.Timer ? new TimerUnit(own) : null,
            Path = Type == UnitType.Path ? new PathUnit(own) : null,
            Mount = Type is UnitType.Mount or UnitType.Automount or UnitType.Swap ? new MountUnit(own) : null,
        };
        OtherSettings.Check(own);
        return Judge(draft, diagnostics);
    }

    // The order of the files, drop-ins after the main file, as systemd complains while it reads.
    private Unit Judge(Unit draft, List<Diagnostic> diagnostics)
    {
        UnitLoadState state = draft.LoadState;
        if (state == UnitLoadState.Loaded)
        {
            state = _isBroken ? UnitLoadState.Error : _isBad ? UnitLoadState.BadSetting : state;
        }

        List<Diagnostic> whole = state == UnitLoadState.Loaded ? UnitVerifier.Verify(draft) : [];
        if (whole.Exists(found => found.Severity == DiagnosticSeverity.Error))
        {
            state = UnitLoadState.BadSetting;
        }

        return new Unit
        {
            Id = draft.Id,
            Names = draft.Names,
            Type = draft.Type,
            LoadState = state,
            FragmentPath = draft.FragmentPath,
            DropInPaths = [.. draft.DropInPaths],
            WantsDirectories = draft.WantsDirectories,
            RequiresDirectories = draft.RequiresDirectories,
            Assignments = draft.Assignments,
            Diagnostics = [.. _diagnostics.Concat(diagnostics).OrderBy(FileOrder).ThenBy(found => found.Line), .. whole],
            Section = draft.Section,
            Install = draft.Install,
            Slice = draft.Slice,
            Service = draft.Service,
            Socket = draft.Socket,
            Timer = draft.Timer,
            Path = draft.Path,
            Mount = draft.Mount,
        };
    }

    private int FileOrder(Diagnostic found) => found.File == _fragment ? -1 : found.File.Length == 0 ? int.MaxValue : _dropIns.IndexOf(found.File);

    private SettingReader Reader(string section, List<Diagnostic> diagnostics) => new(_assignments, section, _specifiers, diagnostics);

    private void Add(ParsedFile parsed)
    {
        _assignments.AddRange(parsed.Assignments);
        _diagnostics.AddRange(parsed.Diagnostics);
    }
}
