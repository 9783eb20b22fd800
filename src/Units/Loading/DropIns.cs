namespace Ptracer.Units;

/// <summary>Finds what lies beside a unit: <c>NAME.d/*.conf</c>, <c>NAME.wants/</c>, <c>NAME.requires/</c>.</summary>
/// <param name="files">The guest's files.</param>
/// <param name="directories">Where units are looked for.</param>
internal sealed class DropIns(IUnitFiles files, IReadOnlyList<string> directories)
{
    /// <summary>The drop-ins of a unit: by name across all directories, of equal names the first.</summary>
    public IReadOnlyList<string> Find(IReadOnlyList<string> names) =>
        Entries(names, ".d").Where(path => path.EndsWith(".conf", StringComparison.Ordinal)).ToList();

    /// <summary>The links in directories of a unit with the given suffix.</summary>
    public IReadOnlyList<string> Links(IReadOnlyList<string> names, string suffix) => Entries(names, suffix);

    private List<string> Entries(IReadOnlyList<string> names, string suffix)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string directory in Directories(names, suffix))
        {
            foreach (string entry in files.List(directory))
            {
                found.TryAdd(entry, UnitPath.Join(directory, entry));
            }
        }

        return [.. found.Values];
    }

    private IEnumerable<string> Directories(IReadOnlyList<string> names, string suffix)
    {
        foreach (string name in names)
        {
            foreach (string directory in directories)
            {
                foreach (string stem in Stems(name))
                {
                    yield return $"{directory}/{stem}{suffix}";
                }
            }
        }

        foreach (string directory in directories)
        {
            yield return $"{directory}/{UnitName.WordOf(UnitName.TypeOf(names[0]))}{suffix}";
        }
    }

    // foo-bar-baz@x.service, foo-bar-baz@.service, foo-bar-.service (with @x and @ too), foo-.service.
    private static IEnumerable<string> Stems(string name)
    {
        yield return name;
        if (UnitName.TemplateOf(name) is { } template)
        {
            foreach (string stem in Stems(template))
            {
                yield return stem;
            }
        }

        string prefix = UnitName.PrefixOf(name);
        string rest = name[prefix.Length..];
        string trimmed = prefix.EndsWith('-') ? prefix[..^1] : prefix;
        int dash = trimmed.LastIndexOf('-');
        if (dash > 0)
        {
            foreach (string stem in Stems(trimmed[..(dash + 1)] + rest))
            {
                yield return stem;
            }
        }
    }
}
