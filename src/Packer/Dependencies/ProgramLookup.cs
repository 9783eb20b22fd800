using Ptracer.Packer.Trees;

namespace Ptracer.Packer.Dependencies;

/// <summary>Finds programs in a tree as execvp(3) does: a name without a slash along PATH, others by path.</summary>
internal sealed class ProgramLookup(TreeFiles files, DependencyOptions options)
{
    private const uint AnyExecute = 0x49; // 0111

    /// <summary>Opens a program; one that is not there has a problem.</summary>
    public TreeFile Find(byte[] name, byte[]? searchPath = null)
    {
        ReadOnlySpan<byte> text = name;
        if (text.Contains((byte)'/'))
        {
            return files.Open(Absolute(text));
        }

        ReadOnlySpan<byte> path = searchPath ?? options.SearchPath;
        foreach (Range range in path.Split((byte)':'))
        {
            TreeFile file = files.Open([.. Absolute(path[range]).AsSpan().TrimEnd((byte)'/'), (byte)'/', .. text]);
            if (file.Problem is null && (file.Lookup.Entry.Permissions & AnyExecute) != 0)
            {
                return file;
            }
        }

        return new TreeFile(name, new TreeLookup(TreeLookupStatus.Missing, TreePath.Root, default, []), null, "not found in PATH");
    }

    private byte[] Absolute(ReadOnlySpan<byte> path) =>
        path.StartsWith("/"u8) ? path.ToArray() : [.. options.WorkingDirectory, (byte)'/', .. path];
}
