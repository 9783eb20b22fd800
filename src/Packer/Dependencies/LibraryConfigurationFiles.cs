using Ptracer.Loader;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>
/// Reads <c>/etc/ld.so.conf</c> and what it includes. A file is read once, so that a loop ends; and there are bounds to
/// the number of files and directories, which no real configuration comes near.
/// </summary>
internal sealed class LibraryConfigurationFiles(TreeResolver resolver, TreeFiles files)
{
    private const int MaxFiles = 256;
    private const int MaxDirectories = 1024;

    private readonly HashSet<TreePath> _seen = [];
    private readonly List<byte[]> _directories = [];

    /// <summary>The directories that a file names, with those of the files that it includes in their place.</summary>
    public List<byte[]> Directories(byte[] path)
    {
        Stack<LibraryConfigurationLine> rest = new();
        Push(path, rest);
        while (rest.TryPop(out LibraryConfigurationLine line) && _directories.Count < MaxDirectories)
        {
            if (line.Kind == LibraryConfigurationKind.Directory)
            {
                _directories.Add(line.Text);
                continue;
            }

            // Included lines are popped next, so the last file of a pattern is pushed first.
            List<TreePath> included = Matches(line.Text);
            for (int index = included.Count - 1; index >= 0; index--)
            {
                Push(included[index].Bytes.ToArray(), rest);
            }
        }

        return _directories;
    }

    private void Push(byte[] path, Stack<LibraryConfigurationLine> rest)
    {
        TreeLookup lookup = resolver.Find(path);
        if (!lookup.IsFound || _seen.Count >= MaxFiles || !_seen.Add(lookup.Path))
        {
            return;
        }

        List<LibraryConfigurationLine> lines =
            LibraryConfiguration.Parse(files.Read(path, LibraryConfiguration.MaxSizeBytes));
        ReadOnlySpan<byte> directory = path.AsSpan(0, path.AsSpan().LastIndexOf((byte)'/') + 1);
        for (int index = lines.Count - 1; index >= 0; index--)
        {
            LibraryConfigurationLine line = lines[index];
            rest.Push(line.Text[0] == '/' ? line : line with { Text = [.. directory, .. line.Text] });
        }
    }

    // glob(7): the places that match, sorted; a component that is no pattern is taken as it is.
    private List<TreePath> Matches(byte[] pattern)
    {
        List<TreePath> places = [TreePath.Root];
        foreach (Range range in pattern.AsSpan().Split((byte)'/'))
        {
            byte[] component = pattern[range];
            if (component.Length == 0)
            {
                continue;
            }

            List<TreePath> next = [];
            foreach (TreePath place in places)
            {
                AddMatches(place, component, next);
            }

            places = next;
        }

        return places;
    }

    private void AddMatches(TreePath directory, byte[] component, List<TreePath> matches)
    {
        if (!GlobPattern.IsPattern(component))
        {
            TreeLookup lookup = resolver.Find(directory, component);
            if (lookup.IsFound)
            {
                matches.Add(lookup.Path);
            }

            return;
        }

        foreach (byte[] name in resolver.Tree.List(directory))
        {
            if (matches.Count < MaxFiles && GlobPattern.IsMatch(component, name))
            {
                TreeLookup lookup = resolver.Find(directory, name);
                if (lookup.IsFound)
                {
                    matches.Add(lookup.Path);
                }
            }
        }
    }
}
