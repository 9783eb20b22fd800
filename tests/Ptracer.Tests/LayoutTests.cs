using Ptracer.Loader;
using Xunit;

namespace Ptracer.Tests;

/// <summary>
/// What C# says about C, against the installed headers and native/shim/shim.h. A name that the headers do not declare
/// at all (they may be older than the kernel's newest call) is skipped and reported; a wrong value never is.
/// </summary>
public sealed class LayoutTests(ITestOutputHelper output)
{
    public static TheoryData<string> MarkedTypes => [.. CLayout.MarkedTypes().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(MarkedTypes))]
    public void Type_AgainstTheHeaders_IsAsInC(string typeName)
    {
        Type type = CLayout.MarkedTypes().Single(type => type.FullName == typeName);
        List<CAssertion> assertions = [.. CLayout.Assertions(type)];
        Assert.NotEmpty(assertions);

        HeaderCheck check = HeaderCheck.Run(CLayout.Headers(type), assertions);

        output.WriteLine(
            $"{assertions.Count - check.Missing.Count} checked; not in these headers: {string.Join(' ', check.Missing)}");
        Assert.True(check.Wrong.Count == 0, string.Join('\n', check.Wrong));
        Assert.True(check.Missing.Count < assertions.Count, $"the headers declare none of {typeName}'s names");
    }

    [Fact]
    public void LoadPlan_AgainstTheShimsHeader_IsAsInC()
    {
        HeaderCheck check = HeaderCheck.Run(
            ["shim.h"],
            [
                new("PTRACER_PLAN_MAGIC", $"PTRACER_PLAN_MAGIC == {LoadPlan.Magic}u"),
                new("struct ptracer_plan", $"sizeof(struct ptracer_plan) == {LoadPlan.HeaderSizeBytes}"),
                new("struct ptracer_auxv", $"sizeof(struct ptracer_auxv) == {LoadPlan.AuxiliaryEntrySizeBytes}"),
                new("struct ptracer_image", $"sizeof(struct ptracer_image) == {LoadPlan.ImageSizeBytes}"),
                new("struct ptracer_segment", $"sizeof(struct ptracer_segment) == {LoadPlan.SegmentSizeBytes}"),
                new("struct ptracer_plan", $"offsetof(struct ptracer_plan, fast_offset) == {LoadPlan.FastOffset}"),
                new("PTRACER_FAST_TABLE", $"PTRACER_FAST_TABLE == {LoadPlan.FastTable}"),
                new("PTRACER_PLAN_EXEC_STACK", $"PTRACER_PLAN_EXEC_STACK == {(uint)LoadPlanFlags.ExecutableStack}"),
                new("PTRACER_PLAN_SET_MM", $"PTRACER_PLAN_SET_MM == {(uint)LoadPlanFlags.SetMemoryMap}"),
                new("PTRACER_PLAN_READ_EXEC", $"PTRACER_PLAN_READ_EXEC == {(uint)LoadPlanFlags.ReadImpliesExecute}"),
                new("PTRACER_PLAN_DIE", $"PTRACER_PLAN_DIE == {(uint)LoadPlanFlags.Die}"),
            ]);

        Assert.Empty(check.Missing);
        Assert.True(check.Wrong.Count == 0, string.Join('\n', check.Wrong));
    }

    [Fact]
    public void HeaderCheck_WrongValue_IsFound()
    {
        HeaderCheck check = HeaderCheck.Run(
            ["fcntl.h"], [new("O_PATH", "O_PATH == 5"), new("O_NEVER", "O_NEVER == 1"), new("O_RDWR", "O_RDWR == 2")]);

        Assert.StartsWith("O_PATH == 5: static assertion failed", Assert.Single(check.Wrong), StringComparison.Ordinal);
        Assert.Equal("O_NEVER", Assert.Single(check.Missing));
    }
}
