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

    [Fact]
    public void Overview_IsTheAcceptedText()
    {
        string help = HelpText.Overview();
        if (Environment.GetEnvironmentVariable("PTRACER_ACCEPT") == "1")
        {
            File.WriteAllText(Accepted(), help);
        }

        Assert.Equal(File.ReadAllText(Accepted()), help);
    }

    [Fact]
    public void Overview_Lines_AreNotTooWide() =>
        Assert.DoesNotContain(HelpText.Overview().Split('\n'), line => line.Length > Width || line.EndsWith(' '));

    [Theory]
    [InlineData(0, "ptracer run [options]")]
    [InlineData(1, "proot [options]")]
    public void Run_Dialect_ShowsItsUsage(int dialect, string usage) =>
        Assert.Contains(usage, HelpText.Run((RunDialect)dialect), StringComparison.Ordinal);

    private static string Accepted([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "help.txt");
}
