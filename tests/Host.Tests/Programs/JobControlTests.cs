using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>
/// Job control on a real terminal. What is typed is echoed, so a text that is waited for is typed in another spelling
/// (rea""dy); and a test never acts before it has seen that the foreground job runs.
/// </summary>
public sealed class JobControlTests : GuestTest
{
    private const string CtrlC = "\x03", CtrlD = "\x04", CtrlZ = "\x1a", Prompt = "P> ";

    // --noediting leaves the terminal in its line mode, where echo is the kernel's and the same everywhere.
    private static readonly string[] s_bash = ["bash", "--noediting", "--rcfile", "/mnt/bashrc", "-i"];

    public JobControlTests()
    {
        Write("bashrc", "PS1='P> '\n");
        Write("inner", "PS1='in> '\n");
    }

    [Fact]
    public void Bash_CtrlC_InterruptsOnlyTheForegroundJob()
    {
        using var terminal = Shell();
        terminal.Line("sh -c 'echo rea\"\"dy; exec cat'").Expect("ready\r\n").Keys(CtrlC).Expect(Prompt)
            .Line("echo st=$?").Expect("st=130\r\n").Expect(Prompt);
        // At the prompt itself Ctrl-C only begins a new line.
        terminal.Keys("partial" + CtrlC).Expect(Prompt).Line("echo al\"\"ive").Expect("alive\r\n");
        Assert.Equal(3, Leave(terminal, 3));
    }

    [Fact]
    public void Bash_CtrlZThenFg_ResumesTheJob()
    {
        using var terminal = Shell();
        terminal.Line("sh -c 'echo rea\"\"dy; exec cat'").Expect("ready\r\n").Line("first").Expect("first\r\nfirst\r\n")
            .Keys(CtrlZ).Expect("Stopped").Expect(Prompt)
            .Line("jobs").Expect("Stopped").Expect(Prompt)
            .Line("fg").Expect("cat").Line("second").Expect("second\r\nsecond\r\n")
            .Keys(CtrlZ).Expect("Stopped").Expect(Prompt)
            .Line("fg").Expect("cat").Keys(CtrlD).Expect(Prompt).Line("echo st=$?").Expect("st=0\r\n");
        Assert.Equal(0, Leave(terminal, 0));
    }

    [Fact]
    public void Bash_Bg_RunsTheStoppedJobOn()
    {
        using var terminal = Shell();
        terminal.Line("mkfifo fifo").Expect(Prompt)
            .Line("sh -c 'echo rea\"\"dy; read x <fifo; echo wo\"\"ke $x'").Expect("ready\r\n")
            .Keys(CtrlZ).Expect("Stopped").Expect(Prompt)
            .Line("bg").Expect("&\r\n").Expect(Prompt).Line("jobs").Expect("Running").Expect(Prompt)
            .Line("echo up >fifo; wait").Expect("woke up\r\n");
        Assert.Equal(0, Leave(terminal, 0));
    }

    [Fact]
    public void Bash_BackgroundReaderOfTheTerminal_Stops()
    {
        using var terminal = Shell();
        terminal.Line("cat &").Expect(Prompt).Line("while ! jobs | grep -q Stopped; do :; done; jobs").Expect("Stopped")
            .Expect(Prompt).Line("fg").Expect("cat").Line("text").Expect("text\r\ntext\r\n").Keys(CtrlD).Expect(Prompt);
        Assert.Equal(0, Leave(terminal, 0));
    }

    [Fact]
    public void Bash_PipelineAndKill_AreOneJob()
    {
        using var terminal = Shell();
        terminal.Line("sh -c 'echo rea\"\"dy >&2; exec cat' | cat").Expect("ready\r\n").Keys(CtrlZ).Expect("Stopped").Expect(Prompt)
            .Line("kill -TERM %1; kill -CONT %1; wait %1; echo st=$?").Expect("st=143\r\n").Expect(Prompt);
        Assert.Equal(0, Leave(terminal, 0));
    }

    [Fact]
    public void Terminal_Resized_GuestSeesSignalAndSize()
    {
        Fixture("resize.py");
        using var terminal = OpenTerminal(Guest, Guest.CommandLine(["python3", "resize.py"])).Expect("24 80\r\n");
        terminal.Resize(100, 40).Expect("40 100\r\n").Resize(132, 50).Expect("50 132\r\n");
        Assert.Equal(5, terminal.Wait());
    }

    [Fact]
    public void Command_CtrlC_EndsByTheSignal()
    {
        using var terminal = OpenTerminal(Guest, Guest.CommandLine(["sh", "-c", "echo ready; exec cat"])).Expect("ready");
        terminal.Keys(CtrlC);
        Assert.Equal(130, terminal.Wait());
    }

    [Fact]
    public void Terminal_Closed_EndsTheSession()
    {
        using var terminal = Shell();
        terminal.Line("sh -c 'echo rea\"\"dy; exec cat'").Expect("ready\r\n");
        terminal.HangUp();
        _ = terminal.Wait();
    }

    [Fact]
    public void Ptracer_AsJobOfAnOuterShell_StopsAndResumes()
    {
        using var terminal = OuterShell(["sh", "-c", "echo ready; exec cat"]);
        terminal.Line("./job").Expect("ready\r\n").Line("first").Expect("first\r\nfirst\r\n")
            .Keys(CtrlZ).Expect("Stopped").Expect(Prompt).Line("jobs").Expect("Stopped").Expect(Prompt)
            .Line("fg").Expect("./job").Line("second").Expect("second\r\nsecond\r\n")
            .Keys(CtrlC).Expect(Prompt).Line("echo st=$?").Expect("st=130\r\n").Expect(Prompt);
        Assert.Equal(0, Leave(terminal, 0));
    }

    [Fact]
    public void Ptracer_InteractiveShellInsideAnOuterShell_GivesTheTerminalBack()
    {
        using var terminal = OuterShell(["bash", "--noediting", "--rcfile", "/mnt/inner", "-i"]);
        terminal.Line("./job").Expect("in> ").Line("cat").Expect("cat").Line("a").Expect("a\r\na\r\n")
            .Keys(CtrlZ).Expect("Stopped").Expect("in> ").Line("fg").Expect("cat").Line("c").Expect("c\r\nc\r\n").Keys(CtrlC).Expect("in> ")
            .Line("exit 6").Expect(Prompt).Line("echo st=$?").Expect("st=6\r\n").Expect(Prompt)
            .Line("cat").Line("b").Expect("b\r\nb\r\n").Keys(CtrlC).Expect(Prompt);
        Assert.Equal(0, Leave(terminal, 0));
    }

    private static int Leave(PseudoTerminal terminal, int status) => terminal.Line($"exit {status}").Wait();

    private PseudoTerminal Shell() =>
        OpenTerminal(Guest, Guest.CommandLine(s_bash)).Expect(Prompt);

    /// <summary>An interactive bash of the host, in a directory with a script that runs ptracer as one of its jobs.</summary>
    private PseudoTerminal OuterShell(IEnumerable<string> command)
    {
        SkipOnAndroid("the outer shell is a user's, and the simulator needs root");
        var guest = Guest with { HostDirectory = Scratch };
        var line = guest.CommandLine(command).SkipWhile(word => word != TestPlace.Binary).Select(word => $"'{word.Replace("'", "'\\''")}'");
        Write("job", $"#!/bin/sh\nexec {string.Join(' ', line)}\n");
        HostCommand.Run("chmod", "+x", $"{Scratch}/job");
        return OpenTerminal(guest, [.. HostUser, "/bin/bash", "--noediting", "--rcfile", $"{Scratch}/bashrc", "-i"]).Expect(Prompt);
    }
}
