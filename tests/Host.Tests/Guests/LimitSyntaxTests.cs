using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

public sealed class LimitSyntaxTests
{
    [Theory]
    [InlineData("NOFILE", "1024", 7, 1024, 1024)]
    [InlineData("NOFILE", "1:2", 7, 1, 2)]
    [InlineData("AS", "2G", 9, 2147483648, 2147483648)]
    [InlineData("FSIZE", "512K:1M", 1, 524288, 1048576)]
    [InlineData("CORE", "0", 4, 0, 0)]
    [InlineData("CPU", "10min", 0, 600, 600)]
    [InlineData("CPU", "1500ms", 0, 2, 2)]
    [InlineData("CPU", "30", 0, 30, 30)]
    [InlineData("RTTIME", "5ms", 15, 5000, 5000)]
    [InlineData("NICE", "+5", 13, 15, 15)]
    [InlineData("NICE", "-20", 13, 40, 40)]
    [InlineData("NICE", "30", 13, 30, 30)]
    public void Parse_AsSystemdWritesIt(string name, string value, int resource, ulong soft, ulong hard) =>
        Assert.Equal(new ResourceLimit(resource, soft, hard), LimitSyntax.Parse(name, value));

    [Fact]
    public void Parse_Infinity_IsNone() =>
        Assert.Equal(new ResourceLimit(6, 100, ResourceLimit.Infinity), LimitSyntax.Parse("NPROC", "100:infinity"));

    [Theory]
    [InlineData("NOFILE", "")]
    [InlineData("NOFILE", "1:2:3")]
    [InlineData("NOFILE", "-1")]
    [InlineData("NOFILE", "1K")]
    [InlineData("AS", "1Z")]
    [InlineData("AS", "99999999999E")]
    [InlineData("NICE", "41")]
    [InlineData("NICE", "+20")]
    [InlineData("nofile", "1")]
    [InlineData("LimitNOFILE", "1")]
    public void Parse_Malformed_IsRefused(string name, string value) =>
        Assert.Equal(ControlError.Invalid, Assert.Throws<ControlException>(() => LimitSyntax.Parse(name, value)).Kind);
}
