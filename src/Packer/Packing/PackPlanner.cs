using System.Text;
using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Profiles;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Decides what goes into a pack: the programs with all that they need to be loaded, what profiles name, what a run has
/// used. Files taken by name bring what they need in turn, and may call for further profiles, until nothing new comes.
/// </summary>
internal sealed class PackPlanner
{
    private readonly PackRequest _request;
    private readonly PackList _list;
    private readonly TreeResolver _resolver;
    private readonly DependencyScanner _scanner;
    private readonly AutomaticProfiles _automatic;
    private readonly HashSet<TreePath> _scanned = [];
    private readonly HashSet<string> _profiles = new(StringComparer.Ordinal);
    private readonly List<Glob> _excludes = [];
    private readonly UnreadablePlaces _unreadable = new();
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    private PackPlanner(ITree tree, PackRequest request, DependencyOptions options)
    {
        _request = request;
        _resolver = new TreeResolver(tree);
        _list = new PackList(_resolver);
        _scanner = new DependencyScanner(_resolver, options with { SearchPath = Encoding.UTF8.GetBytes(request.SearchPath) });
        _automatic = new AutomaticProfiles(request.WithoutProfiles);
    }

    /// <summary>Makes a plan.</summary>
    /// <param name="tree">What is packed from.</param>
    /// <param name="request">What is to be packed.</param>
    /// <param name="options">How libraries are looked for.</param>
    /// <exception cref="PtracerException">Something that was asked for, or that a program needs, is not there.</exception>
    public static PackPlan Plan(ITree tree, PackRequest request, DependencyOptions options) =>
        new PackPlanner(tree, request, options).Plan();

    private PackPlan Plan()
    {
        foreach (byte[] program in _request.Programs)
        {
            AddProgram(program, "program", Need.Required);
        }

        foreach (string profile in _request.Profiles)
        {
            Take(ProfileStore.Get(profile));
        }

        foreach (string pattern in _request.Includes)
        {
            if (Include(Glob.Parse(pattern), $"--include {pattern}") == 0)
            {
                _warnings.Add($"--include {pattern}: nothing in {_resolver.Tree.Name} fits");
            }
        }

        foreach (byte[] path in _request.Used)
        {
            _list.Add(path, "used in the traced run");
        }

        if (_request.HasBusyBox)
        {
            Take(ProfileStore.Get("directories"));
            BusyBox.Add(_list);
        }

        Close();
        Exclude();
        PackNotes.Add(_list);
        return new PackPlan(_list.ToItems(_request.MadeSeconds), [.. _warnings]);
    }

    /// <summary>Brings what packed ELF files need, and the profiles that they call for, until nothing new comes.</summary>
    private void Close()
    {
        while (true)
        {
            List<TreePath> fresh = [];
            foreach (TreePath path in _list.Paths)
            {
                if (_scanned.Add(path) && !_list.IsMade(path) && _unreadable.IsElf(_resolver, path))
                {
                    fresh.Add(path);
                }
            }

            if (fresh.Count == 0)
            {
                return;
            }

            Add(_scanner.Scan([.. fresh.ConvertAll(path => path.Bytes.ToArray())]), Need.Optional);
            foreach (Profile profile in _automatic.Take(_resolver.Tree, fresh))
            {
                Take(profile);
            }
        }
    }

    private void Take(Profile profile)
    {
        if (!_profiles.Add(profile.Name))
        {
            return;
        }

        foreach (string name in profile.Needs)
        {
            Take(ProfileStore.Get(name));
        }

        string reason = $"profile {profile.Name}";
        foreach (ProfileProgram program in profile.Programs)
        {
            AddProgram(Encoding.UTF8.GetBytes(program.Path), reason, program.IsRequired ? Need.Required : Need.Optional);
        }

        foreach (Glob pattern in profile.Includes)
        {
            Include(pattern, reason);
        }

        foreach (ProfileEntry made in profile.Made)
        {
            if (!_list.Add(made.Path.Bytes, reason).IsFound)
            {
                _list.Make(made.Path, made.Type, made.Permissions, made.Content, reason);
            }
        }

        _excludes.AddRange(profile.Excludes);
    }

    private void AddProgram(byte[] program, string reason, Need need)
    {
        TreeLookup place = _scanner.Locate(program);
        if (!place.IsFound && need == Need.Optional)
        {
            return;
        }

        DependencyGraph graph = _scanner.Scan([program]);
        GraphEntries.AddRoots(_list, graph, program, place.Links, reason);
        Add(graph, need);
    }

    private void Add(DependencyGraph graph, Need need)
    {
        GraphEntries.Add(_list, graph);
        foreach (MissingDependency missing in graph.Missing)
        {
            string who = missing.NeededBy is { } node ? $"{node.Path}: needs {Text(missing.Name)}, which" : $"{Text(missing.Name)}:";
            string line = $"{who} {missing.Problem}";
            if (need == Need.Required && !_request.AllowsMissing)
            {
                string remedy = missing.IsUnreadable
                    ? "run as a user who may read it"
                    : $"install it in {_resolver.Tree.Name}";
                throw new PtracerException($"{line}; {remedy}, or give --allow-missing");
            }

            _warnings.Add(line);
        }
    }

    private int Include(Glob pattern, string reason)
    {
        int count = 0;
        foreach (TreePath path in pattern.Expand(_resolver, _unreadable))
        {
            _list.Add(path.Bytes, reason);
            count++;
        }

        return count;
    }

    private void Exclude()
    {
        foreach (string pattern in _request.Excludes)
        {
            _excludes.Add(Glob.Parse(pattern));
        }

        foreach (Glob pattern in _excludes)
        {
            _list.Remove(pattern);
        }

        _unreadable.ThrowUnlessExcluded(_excludes);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    /// <summary>Whether a pack can be without something.</summary>
    private enum Need
    {
        Required,
        Optional,
    }
}
