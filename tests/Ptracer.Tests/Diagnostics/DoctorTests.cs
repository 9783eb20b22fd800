using Ptracer.Diagnostics;
using Ptracer.Linux;
using Xunit;

namespace Ptracer.Tests.Diagnostics;

public sealed class DoctorTests
{
    [Fact]
    public void Ptrace_RefusedByYama_NamesTheSetting()
    {
        DoctorFinding finding = TracingChecks.Ptrace(-(int)Errno.EPERM, "3", tracer: null);
        Assert.Equal(DoctorSeverity.Fatal, finding.Severity);
        Assert.Contains("EPERM", finding.Finding, StringComparison.Ordinal);
        Assert.Contains("kernel.yama.ptrace_scope=1", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Ptrace_InsideAnotherTracer_NamesIt()
    {
        DoctorFinding finding = TracingChecks.Ptrace(-(int)Errno.EPERM, null, tracer: "77");
        Assert.Contains("process 77", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void SeccompTrace_ChildKilled_TellsTheSignal()
    {
        DoctorFinding finding = TracingChecks.SeccompTrace(-(Shim.ProbeKilledBase + 31));
        Assert.Equal(DoctorSeverity.Fatal, finding.Severity);
        Assert.Contains("killed by signal 31", finding.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Loader_NoMemfdExec_AsksForALoaderFile()
    {
        DoctorFinding finding = ExecChecks.Loader(-(int)Errno.EACCES, 0, null, "2", "1");
        Assert.Equal(DoctorSeverity.Fatal, finding.Severity);
        Assert.Contains("vm.memfd_noexec is 2", finding.Finding, StringComparison.Ordinal);
        Assert.Contains("SELinux", finding.Finding, StringComparison.Ordinal);
        Assert.Contains("--loader", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("256                  256                  files", DoctorSeverity.Degraded)]
    [InlineData("1024                 20000                files", DoctorSeverity.Good)]
    [InlineData("1024                 unlimited            files", DoctorSeverity.Good)]
    [InlineData(null, DoctorSeverity.Note)]
    public void OpenFiles_Limit_IsJudgedByTheHardOne(string? line, DoctorSeverity severity) =>
        Assert.Equal(severity, PlaceChecks.OpenFiles(line).Severity);

    [Theory]
    [InlineData(39, DoctorSeverity.Degraded)]
    [InlineData(47, DoctorSeverity.Good)]
    [InlineData(-12, DoctorSeverity.Note)]
    public void AddressBits_Few_AreALimit(int bits, DoctorSeverity severity) =>
        Assert.Equal(severity, PlaceChecks.AddressBits(bits).Severity);

    [Fact]
    public void Machine_AnotherCpu_IsFatal()
    {
        DoctorFinding finding = RootfsChecks.Machine(new ElfGlance(ElfKind.Elf64, 183, null));
        Assert.Equal(DoctorSeverity.Fatal, finding.Severity);
        Assert.Contains("183", finding.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 3, DoctorSeverity.Note, "Developer options")]
    [InlineData(true, 30, DoctorSeverity.Degraded, "settings_enable_monitor_phantom_procs")]
    [InlineData(false, 30, DoctorSeverity.Good, null)]
    public void Phantoms_OfAnAppOrAShell_AreCountedAndExplained(bool isApp, int processes, DoctorSeverity severity, string? remedy)
    {
        DoctorFinding finding = AndroidChecks.Phantoms(isApp, processes);
        Assert.Equal(severity, finding.Severity);
        Assert.Contains($"{processes} of this user's", finding.Finding, StringComparison.Ordinal);
        Assert.Contains(remedy ?? "", finding.Remedy ?? "", StringComparison.Ordinal);
    }
}
