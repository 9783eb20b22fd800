using Packer.Tests.Harness;
using Packer.Tests.Trees;
using Ptracer;
using Ptracer.Packer.Packing;
using Xunit;

namespace Packer.Tests.Packing;

/// <summary>An output appears complete or not at all.</summary>
public sealed class OutputPlaceTests : IDisposable
{
    private readonly ScratchDirectory _place = new();
    private readonly MemoryTree _tree = new MemoryTree().File("/bin/sh", "shell").Directory("/locked").Link("/sh", "bin/sh");

    public static TheoryData<string> Names => ["out", "out.tar", "out.tar.gz", "out.tar.zst", "out.oci"];

    public void Dispose() => _place.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Complete_InTheEnd_LeavesTheOutputAlone(string name)
    {
        WholeTree.Pack(_tree, _place[name]);

        Assert.Equal([name], _place.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Dispose_WithoutComplete_LeavesNothing(string name)
    {
        using (IPackOutput output = Create(name))
        {
            foreach (PackItem item in WholeTree.Items(_tree))
            {
                output.Write(item);
                Assert.DoesNotContain(name, _place.Names);
            }
        }

        Assert.Empty(_place.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_WhereSomethingIs_IsRefused(string name)
    {
        _place.Shell($"echo kept > {name}");

        PtracerException failure = Assert.Throws<PtracerException>(() => Create(name));

        Assert.Equal($"{_place[name]}: exists; give --force to replace it", failure.Message);
        Assert.Equal("kept\n", _place.Shell($"cat {name}"));
        Assert.Equal([name], _place.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Complete_WithReplace_ReplacesAndRemoves(string name)
    {
        WholeTree.Pack(new MemoryTree().File("/former/file", permissions: 0).Directory("/former"), _place[name]);
        _place.Shell($"[ ! -d {name} ] || chmod -R a-w {name}");

        WholeTree.Pack(_tree, _place[name], ExistingOutput.Replace);
        WholeTree.Pack(_tree, _place["fresh-" + name], ExistingOutput.Replace);

        _place.Shell($"diff -r {name} fresh-{name}");
        Assert.Equal(["fresh-" + name, name], _place.Names);
    }

    [Theory]
    [InlineData("out", "echo file > out", "is no directory")]
    [InlineData("out.tar", "mkdir out.tar", "is no regular file")]
    [InlineData("out.tar", "ln -s /etc/passwd out.tar", "is no regular file")]
    public void Create_WithReplaceOfAnotherKind_IsRefused(string name, string script, string message)
    {
        _place.Shell(script);

        PtracerException failure = Assert.Throws<PtracerException>(() => Create(name, ExistingOutput.Replace));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal([name], _place.Names);
    }

    [Theory]
    [InlineData("gone/out", "the directory that it goes into is not there; make it first")]
    [InlineData(".", "not a name to write to; give a new name")]
    [InlineData("..", "not a name to write to; give a new name")]
    public void Create_AtNoPlace_IsRefused(string name, string message)
    {
        PtracerException failure = Assert.Throws<PtracerException>(() => Create(name));

        Assert.EndsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Complete_WhenTheNameCameMeanwhile_LeavesIt()
    {
        using (IPackOutput output = Create("out"))
        {
            _place.Shell("mkdir out; echo theirs > out/file");
            PtracerException failure = Assert.Throws<PtracerException>(output.Complete);
            Assert.EndsWith("came into being meanwhile; give --force to replace it", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal("theirs\n", _place.Shell("cat out/file"));
        Assert.Equal(["out"], _place.Names);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_BesideOneThatIsBeingMade_LeavesIt(string name)
    {
        using (IPackOutput first = Create(name))
        {
            WholeTree.Pack(_tree, _place["second-" + name]);
            foreach (PackItem item in WholeTree.Items(_tree))
            {
                first.Write(item);
            }

            first.Complete();
        }

        Assert.Equal([name, "second-" + name], _place.Names);
    }

    [Fact]
    public void Create_BesideHiddenNamesOfOthers_LeavesThem()
    {
        string[] kept = [".ptracer-0123456789abcde", ".ptracer-0123456789abcdefo", ".ptracer-0123456789abcdeX", ".ptracer-0000000000000003"];
        _place.Shell("touch .ptracer-0123456789abcde .ptracer-0123456789abcdeX; mkdir .ptracer-0123456789abcdefo");
        _place.Shell("touch .ptracer-0000000000000001; mkdir .ptracer-0000000000000002; ln -s /etc .ptracer-0000000000000003");

        WholeTree.Pack(_tree, _place["out"]);

        Assert.Equal(kept.Append("out").Order(), _place.Names);
    }

    [Fact]
    public void Write_WithADirectoryThatWasNotMade_IsABug()
    {
        using IPackOutput output = Create("out");

        Assert.Throws<InvalidOperationException>(() => output.Write(WholeTree.Items(_tree).Single(item => item.Path.ToString() == "/bin/sh")));
    }

    private IPackOutput Create(string name, ExistingOutput existing = ExistingOutput.Refuse) =>
        PackOutputs.Create(_place[name], OutputFormat.ByName, existing);
}
