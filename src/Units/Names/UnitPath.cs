namespace Ptracer.Units;

/// <summary>Paths as texts, with systemd's rules: nothing is looked up.</summary>
internal static class UnitPath
{
    private const int PathMax = 4096;
    private const int NameMax = 255;

    /// <summary>Whether it begins at the root.</summary>
    public static bool IsAbsolute(string path) => path.StartsWith('/');

    /// <summary>Removes double and trailing slashes and <c>.</c> components.</summary>
    public static string Simplify(string path)
    {
        if (path.Length == 0)
        {
            return "";
        }

        string joined = string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));
        return path[0] == '/' ? "/" + joined : joined.Length == 0 ? "." : joined;
    }

    /// <summary>Whether it has no <c>..</c>, <c>.</c> or empty component and no name too long.</summary>
    public static bool IsNormalized(string path)
    {
        if (path.Length is 0 or >= PathMax)
        {
            return false;
        }

        string inner = path.StartsWith('/') ? path[1..] : path;
        inner = inner.EndsWith('/') ? inner[..^1] : inner;
        return inner.Length == 0 || inner.Split('/').All(part => part is not ("" or "." or "..") && part.Length <= NameMax);
    }

    /// <summary>Whether it can be the name of a file in a directory.</summary>
    public static bool IsFileName(string name) =>
        name is not ("" or "." or "..") && !name.Contains('/') && name.Length <= NameMax;

    /// <summary>The last component.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The directory a path is in.</summary>
    public static string DirectoryOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash <= 0 ? slash == 0 ? "/" : "." : path[..slash];
    }

    /// <summary>A directory's path and what lies below it.</summary>
    public static string Join(string directory, string name) =>
        directory.EndsWith('/') ? directory + name : $"{directory}/{name}";

    /// <summary>What a link's text means in its directory: absolute, with <c>.</c> and <c>..</c> taken out by text alone.</summary>
    public static string Resolve(string directory, string target)
    {
        List<string> parts = [];
        string whole = target.StartsWith('/') ? target : Join(directory, target);
        foreach (string part in whole.Split('/'))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>The path from one directory to a file, with <c>..</c> where they part.</summary>
    public static string Relative(string fromDirectory, string to)
    {
        string[] from = fromDirectory.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string[] target = to.Split('/', StringSplitOptions.RemoveEmptyEntries);
        int common = 0;
        while (common < from.Length && common < target.Length && from[common] == target[common])
        {
            common++;
        }

        return string.Join('/', Enumerable.Repeat("..", from.Length - common).Concat(target.Skip(common)));
    }
}
