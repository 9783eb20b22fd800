using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>What a command inherits: descriptors, environment, limits, signal dispositions, umask, directory.</summary>
public sealed class EnvironmentTests : GuestTest
{
    [Fact]
    public void Streams_LargeDataThroughPipes_IsTheSame()
    {
        var data = new byte[32 << 20];
        new Random(1).NextBytes(data);
        var run = Start("bash", "-c", "tee >(cat >&2) | cat").Feed(data).Wait().ExpectSuccess();
        Assert.True(data.AsSpan().SequenceEqual(run.Output) && data.AsSpan().SequenceEqual(run.Errors), "data differs");
    }

    [Fact]
    public void Streams_RegularFiles_KeepOffsetAndAppend()
    {
        Write("input", "one\ntwo\n");
        Write("output", "before\n");
        Guest = Guest with { Launcher = $"{{ read first; exec \"$@\"; }} <{Scratch}/input >>{Scratch}/output 2>{Scratch}/errors" };
        Sh("cat; echo err >&2; readlink /proc/self/fd/0").ExpectSuccess();
        Assert.Equal("before\ntwo\n/mnt/input\n", File.ReadAllText(Path.Combine(Scratch, "output")));
        Assert.Equal("err\n", File.ReadAllText(Path.Combine(Scratch, "errors")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<&-")]
    [InlineData(">&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&- 2>&-")]
    [InlineData("7</dev/null 42>/dev/null")]
    [InlineData("<&- 3</dev/null")]
    public void Descriptors_OpenAndClosed_AreInheritedAsTheyAre(string redirections)
    {
        var program = Compile("descriptors.c", "-static");
        // bash, because dash takes only one digit for a descriptor.
        Guest = Guest with { Launcher = $"exec bash -c 'exec \"$@\" {redirections}' bash \"$@\"" };
        StartHost([.. Guest.NativeLine([$"{Scratch}/descriptors", $"{Scratch}/native"])]).Wait().ExpectSuccess();
        Run(program, "/mnt/traced").ExpectSuccess();
        Assert.Equal(File.ReadAllText($"{Scratch}/native"), File.ReadAllText($"{Scratch}/traced"));
    }

    [Fact]
    public void Descriptors_NewOnes_AreTheLowestFree() =>
        Run("perl", "-e", "open(my $f, '<', '/etc/passwd'); print fileno($f), \"\\n\"").ExpectOutput("3\n");

    [Fact]
    public void Descriptors_InheritedFileAndDirectory_AreUsable()
    {
        Write("given", "given text\n");
        Guest = Guest with { Launcher = $"exec 5<{Scratch}/given 6<{Scratch}; exec \"$@\"" };
        Sh("cat <&5; readlink /proc/self/fd/5 /proc/self/fd/6; cat /proc/self/fd/6/given")
            .ExpectOutput("given text\n/mnt/given\n/mnt\ngiven text\n");
    }

    [Fact]
    public void Output_ReaderGoesAway_CommandEndsBySigpipe()
    {
        Guest = Guest with { Launcher = $"{{ \"$@\"; echo $? >{Scratch}/status; }} | head -n 1" };
        Run("yes").ExpectOutput("y\n");
        Assert.Equal("141\n", File.ReadAllText(Path.Combine(Scratch, "status")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("trap '' HUP PIPE USR1; ")]
    public void Signals_DispositionsAndMask_AreInherited(string prepare)
    {
        SkipOnAndroid("the native command is no app, and has another bounding set");
        // no_new_privs is what lets an ordinary user install a filter; it is the one difference that is meant.
        string[] show = ["grep", "-E", "^Sig(Ign|Blk|Cgt)|^Cap", "/proc/self/status"];
        Guest = Guest with { Launcher = prepare + "exec \"$@\"" };
        var native = StartHost([.. Guest.NativeLine(show)]).Wait().ExpectSuccess();
        Run(show).ExpectOutput(native.Stdout);
    }

    [Fact]
    public void Limits_AreInherited()
    {
        Guest = Guest with { Launcher = "ulimit -Sn 500; ulimit -Hn 600; ulimit -c 0; exec \"$@\"" };
        Sh("ulimit -Sn; ulimit -Hn; ulimit -c").ExpectOutput("500\n600\n0\n");
    }

    [Fact]
    public void Umask_IsInherited()
    {
        Guest = Guest with { Launcher = "umask 0137; exec \"$@\"" };
        Sh("umask; touch file; stat -c %a file").ExpectOutput("0137\n640\n");
    }

    [Fact]
    public void Priority_AndProcessGroup_AreInherited()
    {
        Guest = Guest with { Launcher = "exec nice -n 5 setsid --wait \"$@\"" };
        Sh("nice; ps -o sid= -p $$ | grep -qw $PPID || ps -o sid= -p $$ >/dev/null; echo done").ExpectOutput("5\ndone\n");
    }

    [Fact]
    public void Variables_AreExactlyThoseGiven()
    {
        Guest = Guest.With("EMPTY", "").With("ODD", "a=b\nc").With("LD_LIBRARY_PATH", "/opt");
        var run = Run("env", "-0").ExpectSuccess();
        var expected = Guest.Variables.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, run.Stdout.TrimEnd('\0').Split('\0').Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Arguments_AnyBytes_ArriveUnchanged()
    {
        string[] odd = ["", " ", "a b", "*", "$HOME", "\n", "--", "-", "ü", new string('x', 100_000)];
        Run(["printf", "%s\\0", .. odd]).ExpectOutput(string.Join('\0', odd) + "\0");
        Guest = Guest with { Launcher = "exec \"$@\" \"$(printf '\\377\\376')\"" };
        Assert.Equal([0xff, 0xfe], Run("printf", "%s").Output);
    }

    [Fact]
    public void Directory_GivenByOption_IsTheCommands()
    {
        Guest = Guest with { WorkingDirectory = "/usr/lib/../share" };
        Sh("pwd; readlink /proc/self/cwd; test -d doc").ExpectOutput("/usr/share\n/usr/share\n");
    }

    [Fact]
    public void Directory_OfTheHostThatTheGuestHas_IsTheCommands()
    {
        Guest = Guest.Bind(Scratch) with { WorkingDirectory = null, HostDirectory = Scratch };
        Run("pwd").ExpectOutput(Scratch + "\n");
    }

    [Fact]
    public void Directory_OfTheHostThatTheGuestHasNot_BecomesTheRoot()
    {
        Guest = Guest with { Bindings = ["/proc"], WorkingDirectory = null, HostDirectory = Scratch };
        Run("pwd").ExpectOutput("/\n");
    }

    [Fact]
    public void Identity_WithAndWithoutFakeRoot_IsAsAsked()
    {
        Sh("id -u; id -ru; id -g").ExpectOutput(string.Join('\n', Enumerable.Repeat(TestPlace.UserId, 3)) + "\n");
        Guest = Guest.AsRoot();
        Sh("id -un; id -gn; touch /mnt/file; stat -c '%u %g' /mnt/file; chown 33:33 /mnt/file; echo $?")
            .ExpectOutput("root\nroot\n0 0\n0\n");
    }
}
