namespace Ptracer.Units.Tests;

/// <summary>A unit's properties, as systemd printed them.</summary>
internal sealed class DumpedUnit
{
    private readonly Dictionary<string, List<string>> _properties = new(StringComparer.Ordinal);

    public void Add(string key, string value)
    {
        if (!_properties.TryGetValue(key, out List<string>? values))
        {
            _properties[key] = values = [];
        }

        values.Add(value);
    }

    public IReadOnlyList<string> All(string key) => _properties.TryGetValue(key, out List<string>? values) ? values : [];

    public string? One(string key) => All(key) is [.., string last] ? last : null;

    /// <summary>Names that a dependency of this kind has because of this unit itself.</summary>
    public IEnumerable<string> Own(string kind) =>
        All(kind).Where(value => value.Contains("(origin-", StringComparison.Ordinal) || value.Contains(" origin-", StringComparison.Ordinal))
            .Select(value => value[..value.IndexOf(" (", StringComparison.Ordinal)]);
}
