using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

/// <summary>The command line as the binary takes it.</summary>
public sealed class CommandLineTests : CliTest
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("help", "doctor")]
    public void Help_Asked_IsOnStandardOutput(params string[] words)
    {
        GuestRun run = RunHost([TestPlace.Binary, .. words]).ExpectSuccess().ExpectText("Usage:");
        Assert.Empty(run.Stderr);
    }

    [Fact]
    public void Version_Asked_NamesEngineAndArchitecture() =>
        RunHost(TestPlace.Binary, "--version").ExpectSuccess().ExpectText("ptracer ").ExpectText("x86-64");

    [Fact]
    public void Doctor_OnThisMachine_SaysThatGuestsRun() =>
        RunHost(TestPlace.Binary, "doctor", "-r", TestPlace.Rootfs).ExpectSuccess().ExpectText("Guests can run here");

    [Fact]
    public void Doctor_RootfsMissing_Is1() =>
        RunHost(TestPlace.Binary, "doctor", "-r", "/nowhere").ExpectStatus(1).ExpectText("no such directory");

    [Fact]
    public void Loader_Path_WritesTheFileThatLoaderTakes()
    {
        string stub = Path.Combine(Scratch, "stub");
        RunHost(TestPlace.Binary, "loader", stub).ExpectOutput("");
        RunHost(TestPlace.Binary, "run", "--loader", stub, "-r", TestPlace.Rootfs, "echo", "hi").ExpectOutput("hi\n");
    }

    [Fact]
    public void Run_CommandsOptions_AreTheCommands() =>
        RunHost(TestPlace.Binary, "run", "-r", TestPlace.Rootfs, "echo", "-r", "--color", "--", "-0")
            .ExpectOutput("-r --color -- -0\n");

    [Fact]
    public void Run_WordsThatAreNotUtf8_ReachTheCommand()
    {
        const string Script = """w=$(printf 'a\377\303'); exec "$0" run -r "$1" printf %s "$w" """;
        GuestRun run = RunHost("/bin/bash", "-c", Script, TestPlace.Binary, TestPlace.Rootfs).ExpectSuccess();
        Assert.Equal([(byte)'a', 0xff, 0xc3], run.Output);
    }

    [Fact]
    public void Run_NoCommand_IsALoginShell() =>
        RunHost("/bin/sh", "-c", """echo 'echo $0' | "$0" run -r "$1" """, TestPlace.Binary, TestPlace.Rootfs)
            .ExpectOutput("-sh\n");

    [Fact]
    public void Run_CalledAsProot_TakesNoVerb()
    {
        string proot = Path.Combine(Scratch, "proot");
        File.CreateSymbolicLink(proot, TestPlace.Binary);
        GuestRun run = RunHost(proot, "-r", TestPlace.Rootfs, "-b", "/nowhere", "echo", "hi").ExpectOutput("hi\n");
        Assert.Contains("/nowhere", run.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ExitStatus_IsTheCommands() =>
        RunHost(TestPlace.Binary, "run", "-r", TestPlace.Rootfs, "sh", "-c", "exit 7").ExpectStatus(7);

    [Fact]
    public void Run_CommandEndedBySignal_Is128More() =>
        RunHost(TestPlace.Binary, "run", "-r", TestPlace.Rootfs, "sh", "-c", "kill -TERM $$").ExpectStatus(128 + 15);

    [Fact]
    public void Run_FakeRoot_IsRoot() =>
        RunHost(TestPlace.Binary, "run", "-0", "-r", TestPlace.Rootfs, "id", "-u").ExpectOutput("0\n");

    [Fact]
    public void Run_Identity_IsShown() =>
        RunHost(TestPlace.Binary, "run", "-i", "77:88", "-r", TestPlace.Rootfs, "sh", "-c", "id -u; id -g").ExpectOutput("77\n88\n");

    [Fact]
    public void Run_KernelRelease_IsShown() =>
        RunHost(TestPlace.Binary, "run", "-k", "4.14.99", "-r", TestPlace.Rootfs, "uname", "-r").ExpectOutput("4.14.99\n");

    [Fact]
    public void Run_WorkingDirectory_IsTaken() =>
        RunHost(TestPlace.Binary, "run", "-w", "/usr/share", "-r", TestPlace.Rootfs, "pwd").ExpectOutput("/usr/share\n");
}
