using Xunit;

namespace Ptracer.Units.Tests;

/// <summary>Every property of every unit of the sample packages, beside what systemd itself says.</summary>
public sealed class PropertyTests
{
    private readonly List<string> _differences = [];
    private Func<string, Unit>? _load;
    private int _units;
    private int _properties;

    [Fact]
    public void Units_OfDebianPackages_HaveThePropertiesSystemdGivesThem()
    {
        using ScratchDirectory scratch = new();
        UnitCatalog catalog = new(new DirectoryUnitFiles("/"), HostContext.Read(), Samples.Directories);
        List<string> names = [.. catalog.Map.Names.Where(Comparable).Select(name => UnitName.IsTemplate(name) ? UnitName.Instantiate(name, "an-instance") : name).Order(StringComparer.Ordinal)];
        _load = catalog.Load;
        ManagerDump dump = ManagerDump.Of(Samples.Directories, scratch.Path, names);

        foreach (string name in names)
        {
            Unit unit = catalog.Load(name);
            if (dump.Units.TryGetValue(unit.Id, out DumpedUnit? expected))
            {
                Compare(unit, expected);
            }
            else if (unit.LoadState == UnitLoadState.Loaded)
            {
                _differences.Add($"{name}: systemd has no {unit.Id}");
            }
        }

        TestContext.Current.SendDiagnosticMessage("{0} units, {1} properties, {2} differences", _units, _properties, _differences.Count);
        Assert.True(_differences.Count == 0, string.Join('\n', _differences));
        Assert.True(_units > 250, $"only {_units} units were compared");
    }

    private static bool Comparable(string name) => UnitName.TypeOf(name) is not (UnitType.Mount or UnitType.Automount or UnitType.Swap);

    private void Compare(Unit unit, DumpedUnit expected)
    {
        _units++;
        Check(unit, "Unit Load State", UnitStates.WordOf(unit.LoadState), expected.One("Unit Load State"));
        if (unit.LoadState != UnitLoadState.Loaded)
        {
            return;
        }

        foreach ((string key, IReadOnlyList<string> values) in PropertyText.Of(unit))
        {
            // systemd prints some lists in no order, or backwards.
            bool isUnordered = key == "Alias" || key.StartsWith("Condition", StringComparison.Ordinal) || key.StartsWith("Assert", StringComparison.Ordinal);
            CheckAll(unit, key, isUnordered ? [.. values.Order()] : values, isUnordered ? [.. expected.All(key).Order()] : expected.All(key));
        }

        foreach ((string key, IReadOnlyList<ExecCommand> commands) in PropertyText.CommandsOf(unit))
        {
            CheckAll(
                unit, key, [.. commands.Select(command => string.Join('|', command.Arguments))],
                [.. expected.All(key).Select(line => string.Join('|', ManagerDump.Unquote(line)))]);
        }

        CheckDependencies(unit, expected);
    }

    private void CheckDependencies(Unit unit, DumpedUnit expected)
    {
        ILookup<DependencyKind, string> ours = Dependencies.Of(unit, _load!).ToLookup(dependency => dependency.Kind, dependency => dependency.Unit);
        foreach (DependencyKind kind in Enum.GetValues<DependencyKind>())
        {
            CheckAll(unit, kind.ToString(), Sorted(ours[kind]), Sorted(expected.Own(kind.ToString())));
        }

        CheckAll(
            unit, "RequiresMountsFor", Sorted(RequiredPaths.Of(unit, SpecifierContext.Default)),
            Sorted(expected.Own("RequiresMountsFor")));
    }

    private static List<string> Sorted(IEnumerable<string> names) =>
        [.. names.Where(name => !name.EndsWith(".mount", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];

    private void Check(Unit unit, string key, string? ours, string? theirs)
    {
        _properties++;
        if (ours != theirs)
        {
            _differences.Add($"{unit.Id} {key}: {ours ?? "nothing"}, systemd: {theirs ?? "nothing"}");
        }
    }

    private void CheckAll(Unit unit, string key, IReadOnlyList<string> ours, IReadOnlyList<string> theirs) =>
        Check(unit, key, string.Join("; ", ours), string.Join("; ", theirs));
}
