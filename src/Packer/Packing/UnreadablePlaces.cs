using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// What a plan asks for and this user may not read. A pack without it would lack files without a word; but patterns that
/// leave it out may come later, so it is judged when the plan is complete.
/// </summary>
internal sealed class UnreadablePlaces
{
    private static readonly byte[] s_anyName = "any"u8.ToArray();

    private readonly SortedDictionary<TreePath, PtracerException> _failures = [];

    /// <summary>Notes that something could not be read.</summary>
    private void Add(TreePath path, PtracerException failure) => _failures.TryAdd(path, failure);

    /// <summary>Whether a file is an ELF file; one that cannot be read is noted.</summary>
    public bool IsElf(TreeResolver resolver, TreePath path)
    {
        try
        {
            return ElfFiles.IsElf(resolver, path);
        }
        catch (PtracerException failure)
        {
            Add(path, failure);
            return false;
        }
    }

    /// <summary>The names in a directory that can be looked up; the others are noted.</summary>
    public List<byte[]> NamesIn(TreeResolver resolver, TreePath directory, Predicate<byte[]> isWanted)
    {
        List<byte[]> names = [];
        try
        {
            foreach (byte[] name in resolver.Tree.List(directory))
            {
                if (!isWanted(name))
                {
                    continue;
                }

                names.Add(name);
                if (!resolver.TryGet(directory.Child(name), out _))
                {
                    Add(directory, new PtracerException(
                        $"{resolver.Tree.Name}{directory}: may not be searched; run as a user who may, or leave it out"));
                }
            }
        }
        catch (PtracerException failure)
        {
            Add(directory, failure);
        }

        return names;
    }

    /// <summary>Ends the plan, if something of it is not left out.</summary>
    /// <exception cref="PtracerException">Names the first.</exception>
    public void ThrowUnlessExcluded(IReadOnlyList<Glob> excludes)
    {
        foreach ((TreePath path, PtracerException failure) in _failures)
        {
            if (!IsExcluded(path, excludes))
            {
                throw failure;
            }
        }
    }

    // It, something above it, or all that is in it.
    private static bool IsExcluded(TreePath path, IReadOnlyList<Glob> excludes)
    {
        for (TreePath at = path.Child(s_anyName); !at.IsRoot; at = at.Parent)
        {
            foreach (Glob pattern in excludes)
            {
                if (pattern.Matches(at))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
