using System.Text;
using Ptracer.Packer.Profiles;
using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Packing;

/// <summary>
/// Profiles that are taken by themselves, once something is packed that opens files by name: the C library reads
/// /etc/nsswitch.conf, a program that links PAM needs its modules, and so on.
/// </summary>
internal sealed class AutomaticProfiles
{
    private readonly List<Profile> _waiting = [];
    private readonly List<byte[]> _symbols = [];
    private bool _hasLibrary;
    private readonly HashSet<byte[]> _found = new(ReferenceEqualityComparer.Instance);

    /// <param name="without">Names of those that are not wanted.</param>
    public AutomaticProfiles(IReadOnlyList<string> without)
    {
        foreach (string name in ProfileStore.Names)
        {
            Profile profile = ProfileStore.Get(name);
            if (profile.Triggers.Count > 0 && !Contains(without, name))
            {
                _waiting.Add(profile);
            }
        }

        foreach (Profile profile in _waiting)
        {
            foreach (ProfileTrigger trigger in profile.Triggers)
            {
                if (trigger.Kind == ProfileTriggerKind.Symbol)
                {
                    _symbols.Add(Encoding.UTF8.GetBytes(trigger.Text));
                }
            }
        }
    }

    /// <summary>Those that the files just packed call for; each comes once.</summary>
    public List<Profile> Take(ITree tree, IReadOnlyList<TreePath> elfFiles)
    {
        foreach (TreePath path in elfFiles)
        {
            // The C library itself names all of them, and uses none.
            bool isLibrary = Name(path).StartsWith("libc.so", StringComparison.Ordinal);
            _hasLibrary |= isLibrary;
            if (!isLibrary && _found.Count < _symbols.Count)
            {
                ElfFiles.FindNames(tree, path, _symbols, _found);
            }
        }

        List<Profile> taken = _waiting.FindAll(profile => profile.Triggers.Exists(trigger => Holds(trigger, elfFiles)));
        _waiting.RemoveAll(taken.Contains);
        return taken;
    }

    private static bool Contains(IReadOnlyList<string> names, string name)
    {
        foreach (string one in names)
        {
            if (one == name)
            {
                return true;
            }
        }

        return false;
    }

    private static string Name(TreePath path) => Encoding.UTF8.GetString(path.Name);

    private bool Holds(ProfileTrigger trigger, IReadOnlyList<TreePath> elfFiles)
    {
        if (trigger.Kind == ProfileTriggerKind.Symbol)
        {
            if (!_hasLibrary)
            {
                return false; // a static program has the C library inside, and its names
            }

            byte[] symbol = Encoding.UTF8.GetBytes(trigger.Text);
            foreach (byte[] found in _found)
            {
                if (found.AsSpan().SequenceEqual(symbol))
                {
                    return true;
                }
            }

            return false;
        }

        // A library may be packed under its full name: libssl.so.3 is one, libncurses.so.6.4 another.
        Glob exact = Glob.Parse("/" + trigger.Text), versioned = Glob.Parse("/" + trigger.Text + ".*");
        foreach (TreePath path in elfFiles)
        {
            TreePath name = TreePath.Root.Child(path.Name);
            if (exact.Matches(name) || versioned.Matches(name))
            {
                return true;
            }
        }

        return false;
    }
}
