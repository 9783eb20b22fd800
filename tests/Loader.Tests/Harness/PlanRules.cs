using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>What the stub may rely on in every plan.</summary>
internal static class PlanRules
{
    private const ulong PageMask = 0xfff;

    public static void Check(PlanReader plan, ElfMachine machine = ElfMachine.X64)
    {
        Assert.Equal(0x4e4c5031u, plan.Magic);
        Assert.Equal((uint)plan.Length, plan.SizeBytes);
        Assert.InRange(plan.Images.Count, 1, 2);
        Assert.Equal(0u, plan.Flags & ~15u);
        Assert.Equal(0u, plan.BrkOffset & PageMask);
        Assert.Equal("./guest/program-with-a-long-name", plan.ExecFileName);
        Assert.Equal("program-with-a-", plan.CommandName);
        Assert.Equal([(11, 0), (13, 7)], plan.Overrides);
        Assert.Equal("/host/program", plan.Images[0].Path);
        Assert.True(plan.StringsOffset < plan.Length);
        foreach (PlanReader.Image image in plan.Images)
        {
            if (plan.Dies)
            {
                Assert.Equal(0u, image.Kind | image.Base | image.Span | image.Entry | image.Phnum);
                Assert.Empty(image.Segments);
            }
            else
            {
                CheckImage(image, machine);
            }
        }
    }

    private static void CheckImage(PlanReader.Image image, ElfMachine machine)
    {
        ulong userEnd = machine == ElfMachine.I386 ? 0xffffe000UL : 0x7ffffffff000UL;
        Assert.InRange(image.Kind, 0u, 2u);
        Assert.Equal(0u, (image.Base | image.MinimumAddress | image.Span) & PageMask);
        Assert.Equal(image.Kind == 1, image.Base != 0);
        ulong start = image.Kind == 1 ? image.Base : image.MinimumAddress;
        Assert.True(image.Span > 0 && image.Span <= userEnd && start <= userEnd - image.Span);
        Assert.InRange(image.Phnum, 1u, machine == ElfMachine.I386 ? 2048u : 1170u);
        Assert.NotEmpty(image.Segments);
        ulong end = image.MinimumAddress + image.Span;
        foreach (PlanReader.Segment segment in image.Segments)
        {
            Assert.True(segment.FileSize <= segment.MemorySize);
            Assert.True(segment.Address >= image.MinimumAddress && segment.Address <= end);
            Assert.True(segment.MemorySize <= end - segment.Address);
            Assert.True(segment.FileSize == 0 || ((segment.Offset ^ segment.Address) & PageMask) == 0);
            Assert.True(segment.FileSize == 0 || segment.Offset <= long.MaxValue - segment.FileSize);
            Assert.InRange(segment.Protection, 0u, 7u);
        }

        Assert.InRange(image.BssEnd, end - PageMask, end);
        Assert.True(image.DataEnd <= end && image.DataStart < userEnd && image.CodeEnd <= end);
    }
}
