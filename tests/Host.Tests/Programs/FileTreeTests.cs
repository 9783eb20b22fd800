using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>tar and cp -a of a tree with every file type that needs no root.</summary>
public sealed class FileTreeTests : GuestTest
{
    [Fact]
    public void CopyArchive_EveryFileType_IsTheSame()
    {
        var source = Tree();
        Run("cp", "-a", "source", "copied").ExpectSuccess();
        Run("python3", "tree.py", "list", "copied").ExpectOutput(source);
    }

    [Fact]
    public void Tar_EveryFileType_IsTheSame()
    {
        _ = Tree();
        Sh("rm source/socket; tar --sparse -cf a.tar source; mkdir out; tar -xpf a.tar -C out; tar -df a.tar").ExpectSuccess();
        var source = Run("python3", "tree.py", "list", "source").Stdout;
        Run("python3", "tree.py", "list", "out/source").ExpectOutput(source);
    }

    [Fact]
    public void MoveDeleteAndDu_EveryFileType_LeaveNothing()
    {
        _ = Tree();
        Sh("mv source moved; du -s moved; chmod -R u+w moved; rm -r moved; ls").ExpectSuccess().ExpectText("tmp\ntree.py\n");
    }

    private string Tree()
    {
        Fixture("tree.py");
        Run("python3", "tree.py", "make", "source").ExpectSuccess();
        var list = Run("python3", "tree.py", "list", "source").ExpectSuccess();
        foreach (var kind in new[] { "'./socket' s", "'./fifo' p", "'./dangling' l", "sparse", "-rwsr-x--x", "./dir/hard link" })
        {
            list.ExpectText(kind);
        }

        return list.Stdout;
    }
}
