using Ptracer.Host.Cli;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

public sealed class BindingSyntaxTests
{
    [Theory]
    [InlineData("/a", "/a", "/a", BindingAccess.ReadWrite, MountPointLookup.Follow)]
    [InlineData("a", "/work/a", "/work/a", BindingAccess.ReadWrite, MountPointLookup.Follow)]
    [InlineData("/a:/b", "/a", "/b", BindingAccess.ReadWrite, MountPointLookup.Follow)]
    [InlineData("/a:/b!", "/a", "/b", BindingAccess.ReadWrite, MountPointLookup.NoFollow)]
    [InlineData("/a:/b:ro", "/a", "/b", BindingAccess.ReadOnly, MountPointLookup.Follow)]
    [InlineData("/a:/b!:ro", "/a", "/b", BindingAccess.ReadOnly, MountPointLookup.NoFollow)]
    [InlineData("/a:ro", "/a", "/a", BindingAccess.ReadOnly, MountPointLookup.Follow)]
    [InlineData("/a!", "/a!", "/a!", BindingAccess.ReadWrite, MountPointLookup.Follow)]
    [InlineData("/a:/b:c", "/a", "/b:c", BindingAccess.ReadWrite, MountPointLookup.Follow)]
    public void Parse_Value_IsTakenApart(
        string value, string hostPath, string guestPath, BindingAccess access, MountPointLookup lookup) =>
        Assert.Equal(new Binding(hostPath, guestPath, access, lookup), BindingSyntax.Parse("-b", value, new FakeHost()));

    [Theory]
    [InlineData(":/b", "no host path")]
    [InlineData(":ro", "no host path")]
    [InlineData("/a:", "the guest path is not absolute")]
    [InlineData("/a:b", "the guest path is not absolute")]
    [InlineData("/a:!", "the guest path is not absolute")]
    public void Parse_WrongValue_IsNamed(string value, string wrong)
    {
        PtracerException failure = Assert.Throws<PtracerException>(() => BindingSyntax.Parse("-b", value, new FakeHost()));
        Assert.StartsWith($"-b {value}: {wrong}; ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(125, failure.Status);
    }
}
