using System.Text;
using Ptracer.Host.Cli;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

public sealed class RunOptionsParserTests
{
    private readonly FakeHost _host = new();

    [Theory]
    [InlineData("-r", "/x")]
    [InlineData("-r/x")]
    [InlineData("-r=/x")]
    [InlineData("--rootfs", "/x")]
    [InlineData("--rootfs=/x")]
    [InlineData("-r", "/y", "-r", "/x")]
    public void Parse_RootfsInAnyForm_IsTheSame(params string[] words) =>
        Assert.Equal("/x", Session(words).RootfsPath);

    [Theory]
    [InlineData("/srv/run")]
    [InlineData("/srv/options")]
    public void Parse_RootfsCalledLikeTheVerb_IsTheRootfs(string path) =>
        Assert.Equal(path, Session("-r", path, "true").RootfsPath);

    [Fact]
    public void Parse_NoOptions_RunsInTheHostsRoot()
    {
        SessionOptions session = Session("true");
        Assert.Equal("/", session.RootfsPath);
        Assert.Empty(session.Bindings);
        Assert.Null(session.WorkingDirectory);
        Assert.Null(session.Identity);
        Assert.Null(session.KernelRelease);
        Assert.Null(session.LoaderPath);
        Assert.Empty(session.Ports);
        Assert.Equal(KillOnExit.WaitForAll, session.KillOnExit);
        Assert.Equal(0, session.Verbosity);
        Assert.Equal(["true"], Command(session));
    }

    [Theory]
    [InlineData("-p", "80:8080", "-p", "631:8631")]
    [InlineData("--port", "80:8080", "--port=631:8631")]
    [InlineData("-p80:8080", "-p=631:8631")]
    public void Parse_Ports_AreGuestThenHost(params string[] words) =>
        Assert.Equal([new PortMapping(80, 8080), new PortMapping(631, 8631)], Session([.. words, "true"]).Ports);

    [Theory]
    [InlineData("80")]
    [InlineData("80:")]
    [InlineData("0:80")]
    [InlineData("80:65536")]
    [InlineData("80:-1")]
    [InlineData("80: 1")]
    [InlineData("80:81:82")]
    [InlineData("http:8080")]
    public void Parse_WrongPorts_Fails(string value) =>
        Assert.Contains($"-p {value}: ", Assert.Throws<PtracerException>(() => Session("-p", value)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_NoCommand_LeavesItEmpty() => Assert.Empty(Session("-r", "/x").Command);

    [Fact]
    public void Parse_RelativePaths_StartAtTheWorkingDirectory()
    {
        SessionOptions session = Session("-r", "x", "-b", "src:/src", "-w", "tmp");
        Assert.Equal("/work/x", session.RootfsPath);
        Assert.Equal("/work/src", session.Bindings[0].HostPath);
        Assert.Equal("/work/tmp", session.WorkingDirectory);
    }

    [Fact]
    public void Parse_CommandWithOptions_KeepsThem() =>
        Assert.Equal(["ls", "-l", "--color", "-r", "--", "-0"], Command(Session("-0", "ls", "-l", "--color", "-r", "--", "-0")));

    [Fact]
    public void Parse_TwoDashes_EndOptions() =>
        Assert.Equal(["-l", "--"], Command(Session("-r", "/x", "--", "-l", "--")));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    public void Parse_EmptyWordOrDash_IsTheCommand(string word) => Assert.Equal([word], Command(Session("-0", word)));

    [Fact]
    public void Parse_CommandOfAnyBytes_IsUnchanged()
    {
        byte[] odd = [0xff, 0xfe, (byte)'a', 0xc3];
        RunRequest request = new RunOptionsParser(RunDialect.Ptracer, _host).Parse(
            WordList.From([.. Bytes("-r", "/x", "echo"), odd], 0));
        Assert.Equal(odd, request.Session.Command[1]);
    }

    [Fact]
    public void Parse_OptionValueThatIsNotUtf8_Fails()
    {
        PtracerException failure = Assert.Throws<PtracerException>(
            () => new RunOptionsParser(RunDialect.Ptracer, _host).Parse(WordList.From([.. Bytes("-r"), [0xff]], 0)));
        Assert.Contains("not UTF-8", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-b")]
    [InlineData("-m")]
    [InlineData("--bind")]
    [InlineData("--mount")]
    public void Parse_BindingsRepeated_KeepTheirOrder(string name) =>
        Assert.Equal(["/a", "/b", "/a"], Session(name, "/a", "-b", "/b", name, "/a").Bindings.Select(one => one.GuestPath));

    [Fact]
    public void Parse_BindingGivenByEquals_KeepsItsColons() =>
        Assert.Equal(new Binding("/a", "/b:c"), Session("--bind=/a:/b:c").Bindings[0]);

    [Fact]
    public void Parse_ValueThatLooksLikeAnOption_IsAValue()
    {
        SessionOptions session = Session("-k", "-0", "-w", "--", "true");
        Assert.Equal("-0", session.KernelRelease);
        Assert.Equal("/work/--", session.WorkingDirectory);
        Assert.Null(session.Identity);
    }

    [Fact]
    public void Parse_ValueWithAnAtSign_IsNoResponseFile() =>
        Assert.Equal("@x", Session("-k", "@x").KernelRelease);

    [Theory]
    [InlineData("-w", "/d")]
    [InlineData("--pwd=/d")]
    [InlineData("--cwd", "/d")]
    public void Parse_WorkingDirectory_IsTaken(params string[] words) =>
        Assert.Equal("/d", Session(words).WorkingDirectory);

    [Theory]
    [InlineData(0u, 0u, "-0")]
    [InlineData(0u, 0u, "--root-id")]
    [InlineData(5u, 6u, "-i", "5:6")]
    [InlineData(5u, 6u, "--change-id=5:6")]
    [InlineData(5u, 6u, "-i", "5:6", "-0")]
    public void Parse_Identity_IsTaken(uint user, uint group, params string[] words) =>
        Assert.Equal(new GuestIdentity(user, group), Session(words).Identity);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2", 2)]
    [InlineData("-1", 0)]
    public void Parse_Verbosity_IsTaken(string value, int level) => Assert.Equal(level, Session("-v", value).Verbosity);

    [Fact]
    public void Parse_OtherOptions_AreTaken()
    {
        SessionOptions session = Session("--kill-on-exit", "-k", "4.14.0", "--loader", "stub");
        Assert.Equal(KillOnExit.KillAll, session.KillOnExit);
        Assert.Equal("4.14.0", session.KernelRelease);
        Assert.Equal("stub", session.LoaderPath);
    }

    [Fact]
    public void Parse_LoaderVariable_IsTheDefaultOnly()
    {
        _host.Variables["PTRACER_LOADER"] = "/stub";
        Assert.Equal("/stub", Session("true").LoaderPath);
        Assert.Equal("/other", Session("--loader=/other", "true").LoaderPath);
    }

    [Fact]
    public void Parse_RootfsWithHost_BindsWhatExistsBeforeTheRest()
    {
        _host.Variables["HOME"] = "/home/me/";
        _host.Paths.UnionWith(["/etc/hosts", "/etc/passwd", "/proc", "/home/me", "/x", "/bin"]);
        SessionOptions session = Session("-b", "/mine:/etc/hosts", "-R", "/x");
        Assert.Equal("/x", session.RootfsPath);
        Assert.Null(session.Identity);
        Assert.Equal(
            ["/etc/hosts", "/etc/passwd", "/proc", "/home/me", "/x", "/mine"],
            session.Bindings.Select(binding => binding.HostPath));
    }

    [Fact]
    public void Parse_RootfsForPackages_IsRootAndBindsLess()
    {
        _host.Paths.UnionWith(["/etc/hosts", "/etc/passwd", "/etc/resolv.conf", "/tmp", "/run", "/"]);
        _host.Variables["HOME"] = "/";
        SessionOptions session = Session("-S", "/x");
        Assert.Equal("/x", session.RootfsPath);
        Assert.Equal(new GuestIdentity(0, 0), session.Identity);
        Assert.Equal(["/etc/hosts", "/etc/resolv.conf", "/tmp"], session.Bindings.Select(binding => binding.HostPath));
    }

    [Theory]
    [InlineData("-h", RunAction.ShowHelp)]
    [InlineData("--help", RunAction.ShowHelp)]
    [InlineData("--usage", RunAction.ShowHelp)]
    [InlineData("-V", RunAction.ShowVersion)]
    [InlineData("--version", RunAction.ShowVersion)]
    [InlineData("--about", RunAction.ShowVersion)]
    public void Parse_Information_IsAskedFor(string word, object action) =>
        Assert.Equal((RunAction)action, new RunOptionsParser(RunDialect.Ptracer, _host).Parse(WordList.FromText("-0", word)).Action);

    [Theory]
    [InlineData("--rotfs: unknown option; did you mean --rootfs?", "--rotfs", "x")]
    [InlineData("--rotfs: unknown option; did you mean --rootfs?", "--rotfs=x")]
    [InlineData("--xyzzyplugh: unknown option; --help lists the options", "--xyzzyplugh")]
    [InlineData("-q: programs of another CPU cannot be run; use a rootfs made for x86-64", "-q", "qemu-arm")]
    [InlineData("-r: its value is missing; write -r path", "-r")]
    [InlineData("--bind: its value is missing; write --bind host[:guest][!][:ro]", "--bind=")]
    [InlineData("-0: takes no value; drop r", "-0r", "x")]
    [InlineData("--root-id: takes no value; drop 3", "--root-id=3")]
    [InlineData("-i 5: not two ids; write uid:gid, such as -i 1000:1000", "-i", "5")]
    [InlineData("-i 5:4294967295: not two ids; write uid:gid, such as -i 1000:1000", "-i", "5:4294967295")]
    [InlineData("-v x: not a number; write -v 0, -v 1 or -v 2", "-vx")]
    [InlineData("--rootfs and -S: both set the rootfs; give one of -r, -R and -S", "-r", "/a", "-S", "/b")]
    public void Parse_WrongWords_SayWhatAndWhatToDo(string message, params string[] words)
    {
        PtracerException failure = Assert.Throws<PtracerException>(() => Session(words));
        Assert.Equal(message, failure.Message);
        Assert.Equal(125, failure.Status);
    }

    [Fact]
    public void Parse_KernelReleaseTooLong_Fails() =>
        Assert.Throws<PtracerException>(() => Session("-k", new string('6', 65)));

    [Fact]
    public void Parse_MissingBindingAsProot_IsPassedOver()
    {
        _host.Paths.Add("/here");
        RunRequest request = new RunOptionsParser(RunDialect.Proot, _host).Parse(
            WordList.FromText("-b", "/gone", "-b", "/here", "true"));
        Assert.Equal(["/here"], request.Session.Bindings.Select(binding => binding.HostPath));
        Assert.Contains("/gone", Assert.Single(request.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NegativeVerbosityAsProot_WarnsOfNothing() =>
        Assert.Empty(new RunOptionsParser(RunDialect.Proot, _host).Parse(WordList.FromText("-v", "-1", "-b", "/gone")).Warnings);

    [Fact]
    public void Parse_MissingBinding_IsLeftToTheSession() => Assert.Single(Session("-b", "/gone").Bindings);

    private static byte[][] Bytes(params string[] words) => [.. words.Select(Encoding.UTF8.GetBytes)];

    private static string[] Command(SessionOptions session) => [.. session.Command.Select(Encoding.UTF8.GetString)];

    private SessionOptions Session(params string[] words)
    {
        RunRequest request = new RunOptionsParser(RunDialect.Ptracer, _host).Parse(WordList.FromText(words));
        Assert.Equal(RunAction.Start, request.Action);
        return request.Session;
    }
}
