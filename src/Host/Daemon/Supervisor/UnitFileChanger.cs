using Ptracer.Host.Daemon.Control;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Enables, disables and masks units of a guest: computes the links as systemctl does, and writes them.</summary>
internal sealed class UnitFileChanger(GuestManager manager)
{
    private const string Null = "/dev/null";

    // As they are at each change.
    private readonly IUnitFiles _files = GuestUnitFiles.Of(manager.Files);

    /// <summary>Every unit file with its state.</summary>
    public IReadOnlyList<UnitFileInfo> List()
    {
        UnitInstaller installer = Installer();
        Presets presets = new(_files);
        List<UnitFileInfo> files = [];
        foreach (string name in manager.Units.Catalog.Map.Names.Order(StringComparer.Ordinal))
        {
            if (installer.StateOf(name) is { } state)
            {
                bool isStatic = state is UnitFileState.Static or UnitFileState.Alias or UnitFileState.Generated or UnitFileState.Transient;
                files.Add(new UnitFileInfo(
                    name, UnitFileStates.Words.NameOf(state), isStatic ? "" : presets.IsEnabled(name, out _) ? "enabled" : "disabled"));
            }
        }

        return files;
    }

    /// <summary>The state of one; empty: it has no file.</summary>
    public string StateOf(string name) => Installer().StateOf(name) is { } state ? UnitFileStates.Words.NameOf(state) : "";

    /// <summary>Changes the files of units.</summary>
    /// <exception cref="ControlException">It cannot be done; nothing was written.</exception>
    public UnitFileChanges Change(UnitFileVerb verb, IReadOnlyList<string> names, bool runtime)
    {
        string directory = runtime ? UnitDirectories.RuntimeConfiguration : UnitDirectories.Configuration;
        switch (verb)
        {
            case UnitFileVerb.Enable or UnitFileVerb.Disable:
                return Set(names, directory, verb == UnitFileVerb.Enable);
            case UnitFileVerb.Reenable:
                UnitFileChanges removed = Set(names, directory, enable: false);
                UnitFileChanges made = Set(names, directory, enable: true);
                return made with { Changes = [.. removed.Changes, .. made.Changes] };
            case UnitFileVerb.Mask:
                return Mask(names, directory);
            case UnitFileVerb.Unmask:
                return Unmask(names, directory);
            case UnitFileVerb.Preset or UnitFileVerb.PresetEnable or UnitFileVerb.PresetDisable:
                return Preset(verb, names, directory);
            default:
                return Revert(names);
        }
    }

    /// <summary>Sets default.target.</summary>
    public UnitFileChanges SetDefault(string target)
    {
        if (manager.Units.Catalog.Map.FragmentOf(target) is not { } fragment)
        {
            throw new ControlException(ControlError.NotFound, $"Failed to set default target: Unit {target} does not exist");
        }

        string link = UnitDirectories.Configuration + "/default.target";
        List<string> changes = [];
        if (_files.ReadLink(link) is not null)
        {
            changes.Add($"Removed \"{link}\".");
        }

        manager.Files.Link(link, fragment);
        changes.Add(Created(link, fragment));
        return new UnitFileChanges(changes, true);
    }

    private static string Created(string link, string target) => $"Created symlink {link} → {target}.";

    private UnitInstaller Installer() => new(new Units.UnitFiles(_files, manager.Units.Catalog.Context, manager.Units.Catalog.Directories));

    private UnitFileChanges Set(IReadOnlyList<string> names, string directory, bool enable)
    {
        string[] native = [.. names.Where(name => ScriptOf(name) is null)];
        InstallPlan plan = enable ? Installer().Enable(native, directory) : Installer().Disable(native, directory);
        InstallChange[] scripts =
            [.. names.Select(ScriptOf).OfType<string>().SelectMany(script => SysvRunlevels.Change(_files, script, enable))];
        UnitFileChanges changes = Write(plan with { Changes = [.. plan.Changes, .. scripts] });
        return changes with { CarriesInstall = changes.CarriesInstall || native.Length < names.Count };
    }

    private string? ScriptOf(string name) =>
        UnitName.IsLoadable(name) ? SysvRunlevels.ScriptOf(manager.Units.Catalog.Load(name)) : null;

    private UnitFileChanges Write(InstallPlan plan)
    {
        if (plan.Errors.Count > 0)
        {
            throw new ControlException(ControlError.Refused, string.Join('\n', plan.Errors));
        }

        List<string> changes = [];
        foreach (InstallChange change in plan.Changes)
        {
            if (change.Target is { } target)
            {
                manager.Files.Link(change.Path, target);
                changes.Add(Created(change.Path, target));
            }
            else
            {
                manager.Files.Delete(change.Path);
                changes.Add($"Removed \"{change.Path}\".");
            }
        }

        return new UnitFileChanges(changes, plan.Notes.Count == 0 || plan.Changes.Count > 0);
    }

    private UnitFileChanges Mask(IReadOnlyList<string> names, string directory)
    {
        List<string> changes = [];
        foreach (string name in names)
        {
            string link = $"{directory}/{name}";
            string? present = _files.ReadLink(link);
            if (present == Null)
            {
                continue;
            }

            if (present is null && _files.KindOf(link) != UnitFileKind.None)
            {
                throw new ControlException(ControlError.Conflict, $"Failed to mask unit: File {link} already exists.");
            }

            manager.Files.Link(link, Null);
            changes.Add(Created(link, Null));
        }

        return new UnitFileChanges(changes, true);
    }

    private UnitFileChanges Unmask(IReadOnlyList<string> names, string directory)
    {
        List<string> changes = [];
        foreach (string link in names.Select(name => $"{directory}/{name}"))
        {
            if (_files.ReadLink(link) == Null)
            {
                manager.Files.Delete(link);
                changes.Add($"Removed \"{link}\".");
            }
        }

        return new UnitFileChanges(changes, true);
    }

    private UnitFileChanges Preset(UnitFileVerb verb, IReadOnlyList<string> names, string directory)
    {
        Presets presets = new(_files);
        List<string> changes = [];
        foreach (string name in names)
        {
            bool isEnabled = presets.IsEnabled(name, out IReadOnlyList<string> instances);
            if (verb == (isEnabled ? UnitFileVerb.PresetDisable : UnitFileVerb.PresetEnable))
            {
                continue;
            }

            IReadOnlyList<string> all = UnitName.IsTemplate(name) && instances.Count > 0
                ? [.. instances.Select(instance => UnitName.Instantiate(name, instance))]
                : [name];
            changes.AddRange(Set(all, directory, isEnabled).Changes);
        }

        return new UnitFileChanges(changes, true);
    }

    private UnitFileChanges Revert(IReadOnlyList<string> names)
    {
        List<string> changes = [];
        foreach (string name in names)
        {
            bool isVendors = manager.Units.Catalog.Directories.Any(directory =>
                directory.StartsWith("/usr/", StringComparison.Ordinal) && _files.KindOf($"{directory}/{name}") != UnitFileKind.None);
            foreach (string directory in (ReadOnlySpan<string>)[UnitDirectories.Configuration, UnitDirectories.RuntimeConfiguration])
            {
                if (isVendors && (_files.KindOf($"{directory}/{name}") != UnitFileKind.None || _files.ReadLink($"{directory}/{name}") is not null))
                {
                    manager.Files.Delete($"{directory}/{name}");
                    changes.Add($"Removed \"{directory}/{name}\".");
                }

                if (_files.KindOf($"{directory}/{name}.d") == UnitFileKind.Directory)
                {
                    manager.Files.RemoveTree($"{directory}/{name}.d");
                    changes.Add($"Removed \"{directory}/{name}.d\".");
                }
            }
        }

        return new UnitFileChanges(changes, true);
    }
}
