using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// A pattern of paths, glob(7): <c>*</c> and <c>?</c> stay within a component, <c>[a-z]</c> and <c>[!a-z]</c> are sets,
/// and a component <c>**</c> stands for any number of them. Bytes are compared; a leading dot is nothing special.
/// </summary>
internal sealed class Glob
{
    private readonly byte[][] _components;

    private Glob(string text, byte[][] components) => (Text, _components) = (text, components);

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="PtracerException">It is not absolute, or leads out by <c>..</c>.</exception>
    public static Glob Parse(string text)
    {
        List<byte[]> components = [];
        foreach (string name in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == "..")
            {
                throw new PtracerException($"pattern {text}: holds ..; write the path it leads to");
            }

            components.Add(System.Text.Encoding.UTF8.GetBytes(name));
        }

        return text.StartsWith('/')
            ? new Glob(text, [.. components])
            : throw new PtracerException($"pattern {text}: not absolute; start it with /");
    }

    /// <summary>Whether a path is one that the pattern stands for.</summary>
    public bool Matches(TreePath path) => Matches(path.Bytes[1..], _components);

    /// <summary>Everything in a tree that the pattern stands for; links to directories on the way are followed.</summary>
    /// <param name="resolver">The tree.</param>
    /// <param name="unreadable">Told what cannot be read.</param>
    public IEnumerable<TreePath> Expand(TreeResolver resolver, UnreadablePlaces unreadable) =>
        Expand((resolver, unreadable), TreePath.Root, 0, []);

    private IEnumerable<TreePath> Expand(
        (TreeResolver Resolver, UnreadablePlaces Unreadable) tree, TreePath directory, int index, HashSet<TreePath> told)
    {
        byte[] component = _components[index];
        bool isLast = index == _components.Length - 1;
        if (component is [(byte)'*', (byte)'*'])
        {
            foreach (TreePath path in Everything(tree.Resolver, tree.Unreadable, directory))
            {
                bool fits = isLast ? told.Add(path) : Matches(Rest(path, directory), _components.AsSpan(index)) && told.Add(path);
                if (fits)
                {
                    yield return path;
                }
            }

            yield break;
        }

        foreach (byte[] name in NamesIn(tree.Resolver, tree.Unreadable, directory, component))
        {
            TreePath path = directory.Child(name);
            if (isLast)
            {
                if (told.Add(path))
                {
                    yield return path;
                }
            }
            else if (tree.Resolver.Find(path.Bytes) is { IsFound: true, Entry.Type: TreeEntryType.Directory } lookup)
            {
                foreach (TreePath below in Expand(tree, lookup.Path, index + 1, told))
                {
                    yield return below;
                }
            }
        }
    }

    private static List<byte[]> NamesIn(
        TreeResolver resolver, UnreadablePlaces unreadable, TreePath directory, byte[] component)
    {
        if (component.AsSpan().IndexOfAny("*?["u8) < 0)
        {
            return resolver.TryGet(directory.Child(component), out _) ? [component] : [];
        }

        return unreadable.NamesIn(resolver, directory, name => MatchesName(name, component));
    }

    private static IEnumerable<TreePath> Everything(TreeResolver resolver, UnreadablePlaces unreadable, TreePath directory)
    {
        foreach (byte[] name in unreadable.NamesIn(resolver, directory, _ => true))
        {
            TreePath path = directory.Child(name);
            yield return path;
            if (resolver.TryGet(path, out TreeEntry entry) && entry.Type == TreeEntryType.Directory)
            {
                foreach (TreePath below in Everything(resolver, unreadable, path))
                {
                    yield return below;
                }
            }
        }
    }

    private static ReadOnlySpan<byte> Rest(TreePath path, TreePath directory) =>
        path.Bytes[(directory.IsRoot ? 1 : directory.Bytes.Length + 1)..];

    private static bool Matches(ReadOnlySpan<byte> path, ReadOnlySpan<byte[]> pattern)
    {
        if (pattern.IsEmpty || path.IsEmpty)
        {
            return pattern.IsEmpty && path.IsEmpty;
        }

        int slash = path.IndexOf((byte)'/');
        ReadOnlySpan<byte> name = slash < 0 ? path : path[..slash];
        ReadOnlySpan<byte> rest = slash < 0 ? default : path[(slash + 1)..];
        if (pattern[0] is [(byte)'*', (byte)'*'])
        {
            return pattern.Length == 1 || Matches(path, pattern[1..]) || Matches(rest, pattern);
        }

        return MatchesName(name, pattern[0]) && Matches(rest, pattern[1..]);
    }

    /// <summary>fnmatch(3) for one component, without backslashes.</summary>
    private static bool MatchesName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> pattern)
    {
        int star = -1, mark = 0, at = 0, p = 0;
        while (at < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, at);
            }
            else if (p < pattern.Length && MatchesByte(name[at], pattern[p..], out int used))
            {
                (at, p) = (at + 1, p + used);
            }
            else if (star >= 0)
            {
                (p, at) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart((byte)'*').IsEmpty;
    }

    private static bool MatchesByte(byte value, ReadOnlySpan<byte> pattern, out int used)
    {
        used = 1;
        int end = pattern.Length > 2 ? pattern[2..].IndexOf((byte)']') : -1;
        if (pattern[0] != '[' || end < 0)
        {
            return pattern[0] == '?' || pattern[0] == value;
        }

        used = end + 3;
        ReadOnlySpan<byte> set = pattern[1..(end + 2)];
        bool negated = set[0] == '!';
        set = negated ? set[1..] : set;
        bool found = false;
        while (!set.IsEmpty)
        {
            bool isRange = set.Length > 2 && set[1] == '-';
            found |= isRange ? value >= set[0] && value <= set[2] : value == set[0];
            set = set[(isRange ? 3 : 1)..];
        }

        return found != negated;
    }
}
