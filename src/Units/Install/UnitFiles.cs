namespace Ptracer.Units;

/// <summary>Finds unit files for enabling: by name, without loading units.</summary>
/// <param name="files">The guest's files.</param>
/// <param name="context">What specifiers mean.</param>
/// <param name="directories">Where units are looked for.</param>
internal sealed class UnitFiles(IUnitFiles files, SpecifierContext context, IReadOnlyList<string> directories)
{
    private const int MaxLinks = 64;

    private readonly DropIns _dropIns = new(files, directories);

    /// <summary>The guest's files.</summary>
    public IUnitFiles Files => files;

    /// <summary>Where units are looked for.</summary>
    public IReadOnlyList<string> Directories => directories;

    /// <summary>Every name that there is a file for, once.</summary>
    public IReadOnlyList<string> Names() =>
        [.. directories.SelectMany(files.List).Where(UnitName.IsValid).Where(HasFile).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The file of a name, links to other units followed; null when there is none.</summary>
    public InstallInfo? Discover(string name)
    {
        InstallInfo? info = Search(name);
        for (int links = 0; info is { Mode: InstallMode.Alias or InstallMode.Linked, Target: { } target }; links++)
        {
            if (links == MaxLinks)
            {
                return null;
            }

            info = info.Mode == InstallMode.Linked ? Read(info.Name, target, target) : Search(AliasTarget(info.Name, UnitPath.NameOf(target)));
        }

        return info;
    }

    /// <summary>The file of a name, as it is; null when there is none.</summary>
    public InstallInfo? Search(string name)
    {
        foreach (string candidate in UnitName.TemplateOf(name) is { } template ? (string[])[name, template] : [name])
        {
            foreach (string directory in directories)
            {
                string path = UnitPath.Join(directory, candidate);
                if (Look(name, path, directory) is { } info)
                {
                    return info;
                }
            }
        }

        return null;
    }

    // An alias of a template means the template's instance for an instance.
    private static string AliasTarget(string name, string target) =>
        UnitName.IsTemplate(target) && UnitName.InstanceOf(name) is { Length: > 0 } instance ? UnitName.Instantiate(target, instance) : target;

    private bool HasFile(string name) => directories.Any(directory => files.ReadLink($"{directory}/{name}") is not null || files.KindOf($"{directory}/{name}") == UnitFileKind.File);

    private InstallInfo? Look(string name, string path, string directory)
    {
        if (files.ReadLink(path) is not { } link)
        {
            return files.KindOf(path) == UnitFileKind.File ? Read(name, path, path) : null;
        }

        string target = UnitPath.Resolve(directory, link);
        if (target == "/dev/null")
        {
            return new InstallInfo(name, path, InstallMode.Masked, target, Section(name, [], path));
        }

        bool isInside = directories.Any(known => UnitPath.DirectoryOf(target) == known);
        if (isInside && UnitPath.NameOf(target) == UnitPath.NameOf(path))
        {
            // A link to the same unit elsewhere in the directories: the unit itself.
            return files.KindOf(target) == UnitFileKind.File ? Read(name, target, target) : null;
        }

        return new InstallInfo(name, path, isInside ? InstallMode.Alias : InstallMode.Linked, target, Section(name, [], path));
    }

    private InstallInfo? Read(string name, string path, string file)
    {
        if (files.Read(file) is not { } content)
        {
            return null;
        }

        InstallMode mode = content.Length == 0 ? InstallMode.Masked : InstallMode.Regular;
        return new InstallInfo(name, path, mode, null, Section(name, content, path));
    }

    private InstallSection Section(string name, byte[] content, string path)
    {
        UnitType type = UnitName.TypeOf(name);
        List<Assignment> assignments = [.. UnitFileParser.Parse(path, content, type).Assignments];
        foreach (string dropIn in _dropIns.Find([name]))
        {
            assignments.AddRange(UnitFileParser.Parse(dropIn, files.Read(dropIn) ?? [], type).Assignments);
        }

        InstallSection section = new(new SettingReader(assignments, "Install", new Specifiers(context, name, path), []));
        // In a template %i is the instance that will be enabled.
        return section.DefaultInstance is { } instance && UnitName.IsTemplate(name)
            ? new InstallSection(new SettingReader(assignments, "Install", new Specifiers(context, UnitName.Instantiate(name, instance), path), []))
            : section;
    }
}
