using System.Text;
using Ptracer.Host.Cli;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

public sealed class VerbsTests
{
    [Theory]
    [InlineData(typeof(RunVerb), "ptracer", "run", "-r", "/x", "ls", "-l")]
    [InlineData(typeof(RunVerb), "/usr/bin/proot", "-r", "/x", "ls", "-l")]
    [InlineData(typeof(RunVerb), "proot")]
    [InlineData(typeof(DoctorVerb), "ptracer", "doctor", "-r", "/x")]
    [InlineData(typeof(DepsVerb), "ptracer", "deps", "-r", "/x", "ls", "--json")]
    [InlineData(typeof(LoaderVerb), "ptracer", "loader", "/x/stub")]
    [InlineData(typeof(TextVerb), "ptracer")]
    [InlineData(typeof(TextVerb), "ptracer", "--help")]
    [InlineData(typeof(TextVerb), "ptracer", "help", "doctor")]
    [InlineData(typeof(TextVerb), "ptracer", "-V")]
    [InlineData(typeof(TextVerb), "ptracer", "run", "--help")]
    [InlineData(typeof(TextVerb), "ptracer", "doctor", "-h")]
    [InlineData(typeof(TextVerb), "ptracer", "deps", "--help")]
    [InlineData(typeof(TextVerb), "ptracer", "help", "deps")]
    [InlineData(typeof(TextVerb), "ptracer", "pack", "--help")]
    [InlineData(typeof(TextVerb), "ptracer", "help", "pack")]
    [InlineData(typeof(TextVerb), "proot", "-V")]
    public void Find_Words_GiveTheVerb(Type verb, params string[] words) => Assert.IsType(verb, Find(words));

    [Theory]
    [InlineData("rn: no such verb; did you mean run?", "ptracer", "rn")]
    [InlineData("help xyzzy: no such verb; ptracer --help lists them", "ptracer", "help", "xyzzy")]
    [InlineData("-r: a verb is missing before it; write: ptracer run -r ...", "ptracer", "-r", "/x")]
    [InlineData("/bin/ls: a verb is missing before it; write: ptracer run /bin/ls ...", "ptracer", "/bin/ls")]
    [InlineData("loader: takes one path; ", "ptracer", "loader")]
    [InlineData("loader: takes one path; ", "ptracer", "loader", "-x")]
    [InlineData("doctor ls: takes no command; write doctor -r rootfs", "ptracer", "doctor", "ls")]
    [InlineData("--rotfs: unknown option; did you mean --rootfs?", "ptracer", "doctor", "--rotfs=/x")]
    [InlineData("deps: no program is given; write ptracer deps ", "ptracer", "deps", "-r", "/x")]
    [InlineData("--json and --svg: two forms of output; ", "ptracer", "deps", "--json", "ls", "--svg")]
    [InlineData("--color blue: not a choice; ", "ptracer", "deps", "--color", "blue", "ls")]
    [InlineData("--pwd etc: not absolute; ", "ptracer", "deps", "-w", "etc", "ls")]
    [InlineData("--jsn: unknown option; did you mean --json?", "ptracer", "deps", "ls", "--jsn")]
    public void Find_WrongWords_SayWhatToDo(string message, params string[] words)
    {
        PtracerException failure = Assert.Throws<PtracerException>(() => Find(words));
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
        Assert.Equal(125, failure.Status);
    }

    [Fact]
    public void Find_DoctorRootfs_IsTheLastGiven() =>
        Assert.Equal("/y", Assert.IsType<DoctorVerb>(Find("ptracer", "doctor", "-r", "/x", "--rootfs=/y")).Rootfs);

    [Fact]
    public void OneLine_ControlCharacters_AreWrittenOut() =>
        Assert.Equal("a\\x0ab\\x1b[1m", Terminal.OneLine("a\nb\x1b[1m"));

    private static IVerb Find(params string[] words) => Verbs.Find([.. words.Select(Encoding.UTF8.GetBytes)]);
}
