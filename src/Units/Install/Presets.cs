namespace Ptracer.Units;

/// <summary>The preset files of systemd.preset(5): whether a unit is meant to be enabled after installation.</summary>
internal sealed class Presets
{
    private static readonly string[] s_directories =
    [
        "/etc/systemd/system-preset", "/run/systemd/system-preset", "/usr/local/lib/systemd/system-preset",
        "/usr/lib/systemd/system-preset", "/lib/systemd/system-preset",
    ];

    private readonly List<PresetRule> _rules = [];

    /// <summary>Reads a guest's.</summary>
    public Presets(IUnitFiles files)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string directory in s_directories)
        {
            foreach (string name in files.List(directory).Where(name => name.EndsWith(".preset", StringComparison.Ordinal)))
            {
                found.TryAdd(name, UnitPath.Join(directory, name));
            }
        }

        foreach (string path in found.Values)
        {
            Read(UnitText.Decode(files.Read(path) ?? []));
        }
    }

    /// <summary>Whether a unit is to be enabled, by the first rule that fits; with no rule it is.</summary>
    /// <param name="name">The unit or template.</param>
    /// <param name="instances">The instances of a template that the rule names; empty: those of its DefaultInstance=.</param>
    public bool IsEnabled(string name, out IReadOnlyList<string> instances)
    {
        PresetRule? rule = _rules.Find(candidate => Glob.IsMatch(candidate.Pattern, name)
            || (UnitName.TemplateOf(name) is { } template && candidate.Instances.Contains(UnitName.InstanceOf(name)!) && Glob.IsMatch(candidate.Pattern, template)));
        instances = UnitName.IsTemplate(name) ? rule?.Instances ?? [] : [];
        return rule?.IsEnable ?? true;
    }

    private void Read(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["enable" or "disable", string pattern, ..])
            {
                _rules.Add(new PresetRule(pattern, words[0] == "enable", words[0] == "enable" ? words[2..] : []));
            }
        }
    }
}
