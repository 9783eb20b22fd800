using Ptracer.Host.Cli;
using Xunit;

namespace Ptracer.Host.Tests.Cli;

public sealed class DoctorReportTests
{
    private static readonly DoctorFinding s_good = new("ptrace", DoctorSeverity.Good, "a child can be traced");

    private static readonly DoctorFinding s_limit = new("openat2", DoctorSeverity.Degraded, "not available", "a newer kernel");

    private static readonly DoctorFinding s_fatal = new("seccomp", DoctorSeverity.Fatal, "refused: EPERM", "another place");

    [Fact]
    public void Format_Findings_AreColumnsWithRemediesBelow()
    {
        string expected = string.Join(
            '\n',
            "ok      ptrace              a child can be traced",
            "limit   openat2             not available",
            "                            remedy: a newer kernel",
            "FAIL    seccomp             refused: EPERM",
            "                            remedy: another place",
            "",
            "Guests cannot run here: see FAIL above.",
            "");
        Assert.Equal(expected, DoctorReport.Format([s_good, s_limit, s_fatal]));
        Assert.False(DoctorReport.CanRun([s_good, s_limit, s_fatal]));
    }

    [Fact]
    public void Format_NothingFatal_SaysThatGuestsRun()
    {
        Assert.EndsWith("\nGuests can run here.\n", DoctorReport.Format([s_good]), StringComparison.Ordinal);
        Assert.EndsWith("\nGuests can run here, with the limits above.\n", DoctorReport.Format([s_limit]), StringComparison.Ordinal);
        Assert.True(DoctorReport.CanRun([s_good, s_limit]));
    }

    [Fact]
    public void Format_LongFinding_IsBrokenAtSpaces()
    {
        string text = DoctorReport.Format([s_good with { Finding = string.Join(' ', Enumerable.Repeat("word", 40)) }]);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(40, text.Split("word").Length - 1);
    }
}
