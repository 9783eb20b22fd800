namespace Ptracer.Host.Http.Routing;

/// <summary>What the variable segments of a route's template are in a request.</summary>
internal sealed class RouteValues(IReadOnlyList<string> template, IReadOnlyList<string> path)
{
    /// <summary>None.</summary>
    public static RouteValues Empty { get; } = new([], []);

    /// <summary>A segment's value; null: the template has no such segment.</summary>
    public string? Find(string name)
    {
        for (int i = 0; i < template.Count; i++)
        {
            if (template[i].AsSpan().Trim("{}").SequenceEqual(name) && template[i].StartsWith('{'))
            {
                return path[i];
            }
        }

        return null;
    }
}
