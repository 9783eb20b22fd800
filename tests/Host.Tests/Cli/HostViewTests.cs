using Ptracer.Host.Cli;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

public sealed class HostViewTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("ptracer-host-view");

    private readonly HostView _host = new();

    [Theory]
    [InlineData("nowhere", false)]
    [InlineData("link", false)]
    [InlineData(".", true)]
    [InlineData("/dev/null", true)]
    [InlineData("/", true)]
    public void Exists_LinkTarget_IsFollowed(string target, bool exists)
    {
        string link = Path.Combine(_directory.FullName, "link");
        File.CreateSymbolicLink(link, target);
        Assert.Equal(exists, _host.Exists(link));
    }

    [Fact]
    public void Exists_Missing_IsFalse() => Assert.False(_host.Exists(Path.Combine(_directory.FullName, "nowhere")));

    [Fact]
    public void Absolute_RelativePath_KeepsItsDots()
    {
        Assert.Equal("/x/../y", _host.Absolute("/x/../y"));
        Assert.Equal(Environment.CurrentDirectory + "/../y", _host.Absolute("../y"));
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
