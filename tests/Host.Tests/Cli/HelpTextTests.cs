using System.Runtime.CompilerServices;
using Ptracer.Host.Cli;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

/// <summary>
/// The help as users see it is in help.txt: a change of it is a change of that file, to be read in review. With
/// PTRACER_ACCEPT=1 the test writes the file.
/// </summary>
public sealed class HelpTextTests
{
    private const int Width = 120;

    [Theory]
    [InlineData("help.txt")]
    [InlineData("guest-help.txt")]
    public void Help_IsTheAcceptedText(string file)
    {
        string help = TextOf(file);
        if (Environment.GetEnvironmentVariable("PTRACER_ACCEPT") == "1")
        {
            File.WriteAllText(Accepted(file), help);
        }

        Assert.Equal(File.ReadAllText(Accepted(file)), help);
    }

    [Theory]
    [InlineData("help.txt")]
    [InlineData("guest-help.txt")]
    public void Help_Lines_AreNotTooWide(string file) =>
        Assert.DoesNotContain(TextOf(file).Split('\n'), line => line.Length > Width || line.EndsWith(' '));

    private static string TextOf(string file) => file == "help.txt" ? HelpText.Overview() : GuestHelp.All();

    [Theory]
    [InlineData(0, "ptracer run [options]")]
    [InlineData(1, "proot [options]")]
    public void Run_Dialect_ShowsItsUsage(int dialect, string usage) =>
        Assert.Contains(usage, HelpText.Run((RunDialect)dialect), StringComparison.Ordinal);

    private static string Accepted(string file, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, file);
}
