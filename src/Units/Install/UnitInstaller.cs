namespace Ptracer.Units;

/// <summary>What <c>systemctl enable</c>, <c>disable</c> and <c>is-enabled</c> would do and say; writes nothing.</summary>
/// <param name="unitFiles">The guest's unit files.</param>
internal sealed class UnitInstaller(UnitFiles unitFiles)
{
    private readonly InstallLinks _links = new(unitFiles.Files);

    /// <summary>The links to make.</summary>
    /// <param name="names">The units, instances included.</param>
    /// <param name="directory">Where links are made: <see cref="UnitDirectories.Configuration"/>, or its runtime twin.</param>
    public InstallPlan Enable(IEnumerable<string> names, string directory = UnitDirectories.Configuration)
    {
        List<InstallChange> changes = [];
        List<string> errors = [];
        List<string> notes = [];
        foreach (InstallInfo info in WithAlso(names, errors))
        {
            if (info.Mode == InstallMode.Masked)
            {
                errors.Add($"{info.Name}: the unit is masked; unmask it first");
                continue;
            }

            AddLinks(info, directory, changes, errors);
            if (info.Install.IsEmpty)
            {
                notes.Add($"{info.Name}: the unit has no [Install] section; it is started by others or by hand");
            }
        }

        return new InstallPlan(
            [.. changes.DistinctBy(change => change.Path).Where(change => unitFiles.Files.ReadLink(change.Path) != change.Target)], errors, notes);
    }

    /// <summary>The links to remove.</summary>
    public InstallPlan Disable(IEnumerable<string> names, string directory = UnitDirectories.Configuration)
    {
        List<string> errors = [];
        HashSet<string> removed = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            removed.Add(name);
            foreach (InstallInfo info in WithAlso([name], unitFiles.Search(name) is null ? [] : errors))
            {
                removed.Add(info.Name);
            }
        }

        return new InstallPlan([.. _links.To(directory, removed).Select(path => new InstallChange(path, null))], errors, []);
    }

    /// <summary>Whether a unit is enabled; null when there is no such unit file.</summary>
    public UnitFileState? StateOf(string name)
    {
        if (unitFiles.Search(name) is not { } own)
        {
            return null;
        }

        if (unitFiles.Discover(name) is not { } info)
        {
            return UnitFileState.Bad;
        }

        bool isRuntime = UnitDirectories.IsRuntime(info.Path);
        if (info.Mode == InstallMode.Masked)
        {
            return isRuntime ? UnitFileState.MaskedRuntime : UnitFileState.Masked;
        }

        if (own.Mode == InstallMode.Alias || (name != UnitPath.NameOf(info.Path) && !UnitName.IsInstance(info.Name) && own.Mode != InstallMode.Linked))
        {
            return UnitFileState.Alias;
        }

        if (UnitDirectories.IsGenerated(info.Path))
        {
            return UnitFileState.Generated;
        }

        if (info.Path.StartsWith("/run/systemd/transient/", StringComparison.Ordinal))
        {
            return UnitFileState.Transient;
        }

        return StateByLinks(info) ?? (info.HasRules ? UnitFileState.Disabled
            : info.Install.Also.Count > 0 ? UnitFileState.Indirect : UnitFileState.Static);
    }

    private UnitFileState? StateByLinks(InstallInfo info)
    {
        bool isEnabledRuntime = false;
        bool isEnabledElsewhere = false;
        UnitFileState? linked = null;
        bool isBelow = false; // a directory after the one that has the unit does not count for its own name
        foreach (string directory in unitFiles.Directories)
        {
            LinkMatch match = _links.Find(directory, info, isBelow);
            bool isRuntime = UnitDirectories.IsRuntime(directory);
            if (match == LinkMatch.Enabling)
            {
                if (directory == UnitDirectories.Configuration)
                {
                    return UnitFileState.Enabled;
                }

                isEnabledRuntime |= isRuntime;
                isEnabledElsewhere |= !isRuntime;
            }
            else if (match == LinkMatch.SameName)
            {
                linked = directory == UnitDirectories.Configuration ? UnitFileState.Linked
                    : isRuntime ? linked ?? UnitFileState.LinkedRuntime : linked;
            }

            isBelow |= unitFiles.Files.KindOf(UnitPath.Join(directory, info.Name)) == UnitFileKind.File;
        }

        return isEnabledRuntime ? UnitFileState.EnabledRuntime
            : isEnabledElsewhere && UnitName.IsInstance(info.Name) ? UnitFileState.Static
            : linked;
    }

    private List<InstallInfo> WithAlso(IEnumerable<string> names, List<string> errors)
    {
        List<InstallInfo> result = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<string> todo = new(names);
        while (todo.TryDequeue(out string? name))
        {
            if (!seen.Add(name))
            {
                continue;
            }

            if (unitFiles.Discover(name) is not { } info)
            {
                errors.Add($"{name}: there is no such unit file");
                continue;
            }

            result.Add(info);
            foreach (string also in info.Install.Also)
            {
                todo.Enqueue(also);
            }
        }

        return result;
    }

    private void AddLinks(InstallInfo info, string directory, List<InstallChange> changes, List<string> errors)
    {
        foreach (string alias in info.Install.Alias)
        {
            if (AliasRules.IsValid(alias, info.LinkName is not null && UnitName.IsInstance(alias) ? info.LinkName : info.Name))
            {
                changes.Add(new InstallChange(UnitPath.Join(directory, alias), info.Path));
            }
            else
            {
                errors.Add($"{info.Name}: {alias} cannot be an alias of it; both need the same type and form of name");
            }
        }

        AddWants(info, directory, info.Install.WantedBy, ".wants", changes, errors);
        AddWants(info, directory, info.Install.RequiredBy, ".requires", changes, errors);
        if (!unitFiles.Directories.Contains(UnitPath.DirectoryOf(info.Path)))
        {
            changes.Add(new InstallChange(UnitPath.Join(directory, info.Name), info.Path));
        }
    }

    private static void AddWants(InstallInfo info, string directory, IReadOnlyList<string> names, string suffix, List<InstallChange> changes, List<string> errors)
    {
        foreach (string name in names)
        {
            // A template without an instance can only be wanted by templates.
            if (!UnitName.IsValid(name) || (info.LinkName is null && !UnitName.IsTemplate(name)))
            {
                errors.Add(info.LinkName is null
                    ? $"{info.Name}: a template needs an instance to be enabled for {name}; give one, as PREFIX@INSTANCE"
                    : $"{info.Name}: {name} is not the name of a unit");
                continue;
            }

            changes.Add(new InstallChange($"{directory}/{name}{suffix}/{info.LinkName ?? info.Name}", info.Path));
        }
    }
}
