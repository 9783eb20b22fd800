namespace Ptracer.Units;

/// <summary>The symbolic links in a directory of units.</summary>
/// <param name="files">The guest's files.</param>
internal sealed class InstallLinks(IUnitFiles files)
{
    /// <summary>What links that enable a unit there are.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="info">The unit.</param>
    /// <param name="isBelow">A directory before it has the unit's file.</param>
    public LinkMatch Find(string directory, InstallInfo info, bool isBelow)
    {
        IReadOnlyList<string> entries = files.List(directory);
        foreach (string entry in entries.Where(IsDependencyDirectory))
        {
            if (files.List(UnitPath.Join(directory, entry)).Any(name => IsKnown(info, name) && IsLink($"{directory}/{entry}/{name}")))
            {
                return LinkMatch.Enabling;
            }
        }

        LinkMatch result = LinkMatch.None;
        foreach (string entry in entries.Where(name => IsKnown(info, name)))
        {
            if (files.ReadLink(UnitPath.Join(directory, entry)) is not { } target)
            {
                continue;
            }

            bool leadsHere = UnitPath.NameOf(target) == info.Name;
            bool isOwn = !isBelow && entry == info.Name;
            if (leadsHere && isOwn)
            {
                result = LinkMatch.SameName;
            }
            else if (leadsHere || isOwn)
            {
                return LinkMatch.Enabling;
            }
        }

        return result;
    }

    /// <summary>The links in a directory that lead to units, or bear their names: what disabling removes.</summary>
    public IReadOnlyList<string> To(string directory, IReadOnlySet<string> names)
    {
        HashSet<string> wanted = new(names, StringComparer.Ordinal);
        SortedSet<string> found = new(StringComparer.Ordinal);
        bool isNew = true;
        while (isNew)
        {
            isNew = false; // an alias that goes takes the links along that lead to it
            foreach (string path in Links(directory).Where(path => Leads(path, wanted)))
            {
                isNew |= found.Add(path) && wanted.Add(UnitPath.NameOf(path));
            }
        }

        return [.. found];
    }

    private static bool IsDependencyDirectory(string entry) =>
        entry.EndsWith(".wants", StringComparison.Ordinal) || entry.EndsWith(".requires", StringComparison.Ordinal);

    private static bool IsKnown(InstallInfo info, string name) =>
        name == info.Name || info.Install.Alias.Contains(name) || name == info.LinkName;

    private bool IsLink(string path) => files.ReadLink(path) is not null;

    private IEnumerable<string> Links(string directory)
    {
        foreach (string entry in files.List(directory))
        {
            string path = UnitPath.Join(directory, entry);
            if (IsLink(path))
            {
                if (UnitName.IsValid(entry))
                {
                    yield return path;
                }
            }
            else if (files.KindOf(path) == UnitFileKind.Directory)
            {
                foreach (string link in Links(path))
                {
                    yield return link;
                }
            }
        }
    }

    private bool Leads(string path, HashSet<string> wanted) =>
        Matches(UnitPath.NameOf(path), wanted) || (files.ReadLink(path) is { } target && Matches(UnitPath.NameOf(target), wanted));

    // A template that is disabled takes all its instances along.
    private static bool Matches(string name, HashSet<string> wanted) =>
        wanted.Contains(name) || (UnitName.TemplateOf(name) is { } template && wanted.Contains(template));
}
