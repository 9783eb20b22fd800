using Xunit;

namespace Ptracer.Journal.Tests;

public sealed class UnitDirectoryNameTests
{
    [Theory]
    [InlineData("cups.service", "cups.service")]
    [InlineData("dev-disk-by\\x2dlabel.mount", "dev-disk-by\\x2dlabel.mount")]
    [InlineData("../../etc", "%2E.%2F..%2Fetc")]
    [InlineData("a b%", "a%20b%25")]
    [InlineData("ü", "%C3%BC")]
    public void Escape_Name_IsAFileNameAndComesBack(string unit, string name)
    {
        Assert.Equal(name, UnitDirectoryName.Escape(unit));
        Assert.Equal(unit, UnitDirectoryName.Unescape(name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(256)]
    public void Escape_BadLength_IsRefused(int length) =>
        Assert.Throws<PtracerException>(() => UnitDirectoryName.Escape(new string('a', length)));
}
