using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>The exit status: the command's, 128+signal, and 125, 126, 127 with one clear line.</summary>
public sealed class ExitStatusTests : GuestTest
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 1", 1)]
    [InlineData("exit 42", 42)]
    [InlineData("exit 125", 125)]
    [InlineData("exit 255", 255)]
    [InlineData("kill -HUP $$", 129)]
    [InlineData("kill -KILL $$", 137)]
    [InlineData("kill -SEGV $$", 139)]
    [InlineData("kill -PIPE $$", 141)]
    [InlineData("kill -34 $$", 162)]
    public void Run_CommandEnds_StatusIsItsOwn(string script, int status) => Sh("ulimit -c 0; " + script).ExpectStatus(status);

    [Fact]
    public void Run_RealFault_StatusIsTheSignals()
    {
        Write("fault.c", "int main(void) { return *(volatile int *)8; }\n");
        Run("gcc", "-w", "-O0", "-o", "fault", "fault.c").ExpectSuccess();
        Sh("ulimit -c 0; exec ./fault").ExpectStatus(139);
        Sh("ulimit -c 0; set +e; ./fault; echo $?").ExpectText("139\n");
    }

    [Theory]
    [InlineData("no-such-program", 127)]
    [InlineData("/no/such/program", 127)]
    [InlineData("/etc/passwd", 126)]
    [InlineData("/etc", 126)]
    [InlineData("/mnt/empty-name-script", 127)]
    [InlineData("/mnt/other-machine", 126)]
    [InlineData("/mnt/truncated", 126)]
    public void Run_CommandCannotStart_OneLineSaysWhy(string command, int status)
    {
        Sh("""
            printf '#!/no/such/interpreter\n' >empty-name-script
            head -c 40 /bin/true >truncated
            (head -c 18 /bin/true; printf '\267\000'; tail -c +21 /bin/true) >other-machine
            chmod +x empty-name-script truncated other-machine
            """).ExpectSuccess();
        OneLine(Run(command), status);
    }

    [Fact]
    public void Run_RootfsMissing_Is125() => OneLine(RunIn("/no/such/rootfs"), 125);

    [Fact]
    public void Run_RootfsIsAFile_Is125() => OneLine(RunIn("/etc/passwd"), 125);

    [Fact]
    public void Run_BindingSourceMissing_Is125()
    {
        Guest = Guest.Bind("/no/such/source:/opt");
        OneLine(Run("true"), 125);
    }

    [Fact]
    public void Run_UnknownOption_Is125()
    {
        Guest = Guest with { Options = ["--no-such-option"] };
        var run = Run("true").ExpectStatus(125);
        Assert.StartsWith("ptracer: ", run.Stderr);
    }

    [Fact]
    public void Run_NoCommand_StartsTheGuestsShell()
    {
        using var shell = Start();
        shell.Feed("echo from the shell; exit 4\n"u8.ToArray()).Wait().ExpectStatus(4).ExpectText("from the shell\n");
    }

    [Fact]
    public void Run_OptionsAfterTheCommand_AreTheCommands() =>
        Run("echo", "-r", "/x", "--", "-b", "-0").ExpectOutput("-r /x -- -b -0\n");

    private GuestRun RunIn(string rootfs)
    {
        Guest = Guest with { Rootfs = rootfs };
        return Run("true");
    }

    private static void OneLine(GuestRun run, int status)
    {
        run.ExpectStatus(status);
        Assert.Matches(@"\Aptracer: [^\n]+\n\z", run.Stderr);
    }
}
