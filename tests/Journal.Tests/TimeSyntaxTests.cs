using Ptracer.Journal.Output;
using Xunit;

namespace Ptracer.Journal.Tests;

/// <summary>The values are those of systemd-analyze timestamp, for a present time of 1795518129 (UTC).</summary>
public sealed class TimeSyntaxTests
{
    private const long Now = 1_795_518_129_000_000;

    [Theory]
    [InlineData("2012-10-30 18:17:16", 1351621036_000000)]
    [InlineData("12:00", 1795521600_000000)]
    [InlineData("today", 1795478400_000000)]
    [InlineData("yesterday", 1795392000_000000)]
    [InlineData("tomorrow", 1795564800_000000)]
    [InlineData("now", Now)]
    [InlineData("-1h", Now - 3600_000000L)]
    [InlineData("10 min ago", Now - 600_000000L)]
    [InlineData("+1h30min", Now + 5400_000000L)]
    [InlineData("5s left", Now + 5_000000L)]
    [InlineData("1.5h ago", Now - 5400_000000L)]
    [InlineData("@1395716396", 1395716396_000000)]
    [InlineData("2012-11-23", 1353628800_000000)]
    [InlineData("12-10-30 1:2:3", 1351558923_000000)]
    [InlineData("2012-10-30 18:17:16.123 UTC", 1351621036_123000)]
    [InlineData("Fri 2012-11-23 11:12:13", 1353669133_000000)]
    public void Time_AsSystemd(string text, long us) => Assert.Equal(us, TimeSyntax.Time(text, LocalClock.Utc, Now));

    [Theory]
    [InlineData("monday")]
    [InlineData("2012-10-30T18:17:16")]
    [InlineData("Fri 2012-11-24 11:12:13")]
    [InlineData("1h")]
    [InlineData("2012-13-01")]
    [InlineData("25:00")]
    [InlineData("24:00")]
    [InlineData("12:60")]
    [InlineData("@-1")]
    [InlineData("2012-10-30 18:17:16Z")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("ago")]
    public void Time_Wrong_IsNone(string text) => Assert.Null(TimeSyntax.Time(text, LocalClock.Utc, Now));

    [Theory]
    [InlineData("0", "0B")]
    [InlineData("1023", "1023B")]
    [InlineData("1536", "1.5K")]
    [InlineData("8M", "8M")]
    [InlineData("1.5G", "1.5G")]
    public void Size_IsReadAndWritten(string text, string shown) => Assert.Equal(shown, Printable.Size(TimeSyntax.Size(text)!.Value));
}
