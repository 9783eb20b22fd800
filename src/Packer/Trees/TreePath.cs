using System.Text;

namespace Ptracer.Packer.Trees;

/// <summary>
/// A place in a tree: absolute, single slashes, neither <c>.</c> nor <c>..</c>, no slash at the end but the root's own.
/// Bytes, as the kernel has them. Sorted by bytes, a directory before what it holds.
/// </summary>
internal readonly struct TreePath : IEquatable<TreePath>, IComparable<TreePath>
{
    private static readonly byte[] s_root = "/"u8.ToArray();

    private readonly byte[]? _bytes;

    private TreePath(byte[] bytes) => _bytes = bytes;

    /// <summary>The tree's own directory.</summary>
    public static TreePath Root => default;

    /// <summary>The path, without a NUL.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes ?? s_root;

    /// <summary>Whether it is the tree's own directory.</summary>
    public bool IsRoot => Bytes.Length == 1;

    /// <summary>The last component; empty for the root.</summary>
    public ReadOnlySpan<byte> Name => Bytes[(Bytes.LastIndexOf((byte)'/') + 1)..];

    /// <summary>The directory that holds it; the root's is the root.</summary>
    public TreePath Parent
    {
        get
        {
            int slash = Bytes.LastIndexOf((byte)'/');
            return slash == 0 ? Root : new TreePath(Bytes[..slash].ToArray());
        }
    }

    /// <summary>
    /// Reads an absolute or relative path lexically, from the root: slashes and <c>.</c> are dropped. False for one with
    /// <c>..</c>, whose meaning only a tree can tell.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TreePath path)
    {
        path = Root;
        foreach (Range range in text.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = text[range];
            if (name.SequenceEqual(".."u8))
            {
                return false;
            }

            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                path = path.Child(name);
            }
        }

        return true;
    }

    /// <summary>Reads a path that is written in the program's own text.</summary>
    public static TreePath Of(string text) =>
        TryParse(Encoding.UTF8.GetBytes(text), out TreePath path) ? path : throw new ArgumentException(text, nameof(text));

    /// <summary>Puts the names of a path on what is left to walk, the first on top; slashes and <c>.</c> are dropped.</summary>
    public static void PushNames(Stack<byte[]> rest, ReadOnlySpan<byte> path)
    {
        while (!path.IsEmpty)
        {
            int slash = path.LastIndexOf((byte)'/');
            ReadOnlySpan<byte> name = path[(slash + 1)..];
            if (!name.IsEmpty && !name.SequenceEqual("."u8))
            {
                rest.Push(name.ToArray());
            }

            path = slash < 0 ? default : path[..slash];
        }
    }

    /// <summary>An entry of this directory.</summary>
    /// <param name="name">One component.</param>
    public TreePath Child(ReadOnlySpan<byte> name) => new(IsRoot ? [(byte)'/', .. name] : [.. Bytes, (byte)'/', .. name]);

    /// <summary>Whether it is this directory, or something in it.</summary>
    public bool IsAtOrBelow(TreePath directory) =>
        directory.IsRoot || (Bytes.StartsWith(directory.Bytes) &&
            (Bytes.Length == directory.Bytes.Length || Bytes[directory.Bytes.Length] == '/'));

    /// <inheritdoc/>
    public bool Equals(TreePath other) => Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TreePath other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        return hash.ToHashCode();
    }

    /// <summary>By bytes, with the slash before all others: so a directory's content follows it at once.</summary>
    public int CompareTo(TreePath other)
    {
        ReadOnlySpan<byte> a = Bytes, b = other.Bytes;
        int common = a.CommonPrefixLength(b);
        int left = common == a.Length ? -2 : a[common] == '/' ? -1 : a[common];
        int right = common == b.Length ? -2 : b[common] == '/' ? -1 : b[common];
        return left.CompareTo(right);
    }

    /// <summary>For people: what is not UTF-8 is replaced.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes);
}
