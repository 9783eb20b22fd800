using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

/// <summary>What the binary says to wrong input: one line that names it and what to do, and the right status.</summary>
public sealed class BadInputTests : CliTest
{
    private readonly string _rootfs;

    public BadInputTests()
        : base("/")
    {
        _rootfs = Path.Combine(Scratch, "rootfs");
        Directory.CreateDirectory(Path.Combine(_rootfs, "bin"));
        Program("good", TinyElf.Program());
    }

    [Fact]
    public void Run_GoodProgram_ExitsAsItDoes() => RunHost(TestPlace.Binary, "run", "-r", _rootfs, "/bin/good").ExpectStatus(42);

    [Fact]
    public void Run_RootfsMissing_Is125() => Fails(125, "/nowhere", "run", "-r", "/nowhere", "true");

    [Fact]
    public void Run_RootfsThatIsAFile_Is125() => Fails(125, "not a directory", "run", "-r", "/etc/passwd", "true");

    [Fact]
    public void Run_RootfsUnreadable_Is125()
    {
        string closed = Path.Combine(Scratch, "closed");
        Directory.CreateDirectory(closed);
        GiveToGuest(closed);
        Mode("000", closed);
        Fails(125, "may not search", "run", "-r", closed, "true");
    }

    [Fact]
    public void Run_RootfsInUnreadableDirectory_Is125()
    {
        string closed = Path.Combine(Scratch, "closed");
        string inner = Path.Combine(closed, "rootfs");
        Directory.CreateDirectory(inner);
        GiveToGuest(closed);
        Mode("000", closed);
        Fails(125, "may not search", "run", "-r", inner, "true");
    }

    [Fact]
    public void Run_RootfsThatIsALinkLoop_Is125()
    {
        string loop = Path.Combine(Scratch, "loop");
        File.CreateSymbolicLink(loop, loop);
        Fails(125, "symbolic links", "run", "-r", loop, "true");
    }

    [Theory]
    [InlineData("80:8081", "guest port 80 is host port 8080 already")]
    [InlineData("81:8080", "host port 8080 is guest port 80 already")]
    [InlineData("80:0", "not two ports of 1 to 65535")]
    public void Run_PortTwiceOrWrong_Is125(string second, string message) =>
        Fails(125, message, "run", "-r", _rootfs, "-p", "80:8080", "-p", second, "/bin/good");

    [Fact]
    public void Run_RootfsWithANewlineInItsName_IsOneLine() => Fails(125, "\\x0a", "run", "-r", "/no\nwhere", "true");

    [Fact]
    public void Run_BindingSourceMissing_Is125() => Fails(125, "/nowhere", "run", "-r", _rootfs, "-b", "/nowhere:/mnt", "/bin/good");

    [Fact]
    public void Run_BindingToARelativePath_Is125() => Fails(125, "not absolute", "run", "-r", _rootfs, "-b", "/etc:mnt", "/bin/good");

    [Fact]
    public void Run_UnknownOption_Is125() => Fails(125, "did you mean --rootfs?", "run", "--rotfs", _rootfs, "/bin/good");

    [Fact]
    public void Run_ValueMissing_Is125() => Fails(125, "-r: its value is missing", "run", "-r");

    [Fact]
    public void Run_LoaderMissing_Is125() => Fails(125, "/nowhere", "run", "--loader", "/nowhere", "-r", _rootfs, "/bin/good");

    [Fact]
    public void Loader_PathThatCannotBeWritten_Is125() => Fails(125, "/nowhere/stub", "loader", "/nowhere/stub");

    [Fact]
    public void UnknownVerb_Is125() => Fails(125, "did you mean run?", "runn", "-r", _rootfs);

    [Theory]
    [InlineData("/bin/missing")]
    [InlineData("missing")]
    [InlineData("/missing/good")]
    public void Run_ProgramMissing_Is127(string program) => Fails(127, program, "run", "-r", _rootfs, program);

    [Fact]
    public void Run_NoCommandAndNoShell_Is127() => Fails(127, "/bin/sh", "run", "-r", _rootfs);

    [Fact]
    public void Run_InterpreterMissing_Is127AndNamesIt()
    {
        Program("orphan", TinyElf.WithInterpreter("/lib/missing.so\0"u8.ToArray()));
        Fails(127, "/lib/missing.so", "run", "-r", _rootfs, "/bin/orphan");
    }

    [Fact]
    public void Run_NotExecutable_Is126()
    {
        string file = Program("plain", TinyElf.Program());
        Mode("644", file);
        Fails(126, "/bin/plain", "run", "-r", _rootfs, "/bin/plain");
    }

    [Fact]
    public void Run_Directory_Is126() => Fails(126, "/bin", "run", "-r", _rootfs, "/bin");

    [Fact]
    public void Run_FileThroughAFile_Is126() => Fails(126, "/bin/good/x", "run", "-r", _rootfs, "/bin/good/x");

    [Fact]
    public void Run_EmptyFile_Is126() => CannotExecute([]);

    [Fact]
    public void Run_TextWithoutShebang_Is126() => CannotExecute("just text\n"u8.ToArray());

    [Fact]
    public void Run_WrongMachine_Is126() => CannotExecute(TinyElf.OfMachine(183));

    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(100)]
    public void Run_TruncatedElf_Is126(int sizeBytes) => CannotExecute(TinyElf.Program()[..sizeBytes]);

    [Fact]
    public void Run_InterpreterWithoutNul_Is126() => CannotExecute(TinyElf.WithInterpreter("/bin/good"u8.ToArray()));

    [Fact]
    public void Run_InterpreterThatIsADirectory_Is126() => CannotExecute(TinyElf.WithInterpreter("/bin\0"u8.ToArray()));

    private void CannotExecute(byte[] image)
    {
        Program("bad", image);
        Fails(126, "/bin/bad", "run", "-r", _rootfs, "/bin/bad");
    }

    private string Program(string name, byte[] image)
    {
        string path = Path.Combine(_rootfs, "bin", name);
        File.WriteAllBytes(path, image);
        GiveToGuest(_rootfs);
        Mode("755", path);
        return path;
    }

    private void Fails(int status, string named, params string[] words)
    {
        GuestRun run = RunHost([TestPlace.Binary, .. words]).ExpectStatus(status);
        string line = Assert.Single(run.Stderr.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("ptracer: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Contains("; ", line, StringComparison.Ordinal);
        Assert.EndsWith("\n", run.Stderr, StringComparison.Ordinal);
        Assert.Empty(run.Stdout);
    }
}
