using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>Where programs and interpreters go.</summary>
public sealed class PlacementTests
{
    private const ulong DynamicBase = 0x555555554000;
    private const uint Load = 1;

    [Fact]
    public void Of_FixedProgram_StaysWhereItIs()
    {
        Placement placement = PlacementOf(new ElfBuilder().WithLoad(), AddressRandomization.Enabled, ulong.MaxValue);
        Assert.Equal((PlacementKind.Fixed, 0u), (placement.Kind, placement.BaseAddress));
    }

    [Theory]
    [InlineData(0x1000, 0, DynamicBase)]
    [InlineData(0x1000, 1, DynamicBase + 0x1000)]
    [InlineData(0x1000, 0xfffffff, DynamicBase + 0xfffffff000)]
    [InlineData(0x1000, 0x10000000, DynamicBase)]
    [InlineData(0x200000, 0, 0x555555400000)]
    [InlineData(0x200000, 0x200, 0x555555600000)]
    [InlineData(0, 5, DynamicBase + 0x5000)]
    [InlineData(3, 5, DynamicBase + 0x5000)]
    public void Of_Pie_IsRandomAndAligned(ulong alignment, ulong randomPages, ulong expected)
    {
        ElfBuilder pie = ElfBuilder.Pie().WithInterpreter("/i\0"u8.ToArray())
            .With(new(Load, 5, 0, 0, Alignment: alignment));
        Placement placement = PlacementOf(pie, AddressRandomization.Enabled, randomPages);
        Assert.Equal((PlacementKind.Hint, expected), (placement.Kind, placement.BaseAddress));
    }

    [Fact]
    public void Of_PieWithoutRandomization_IsAtTheWellKnownBase()
    {
        ElfBuilder pie = ElfBuilder.Pie().WithInterpreter("/i\0"u8.ToArray()).WithLoad();
        Assert.Equal(DynamicBase, PlacementOf(pie, AddressRandomization.Disabled, 12345).BaseAddress);
    }

    [Theory]
    [InlineData(0x1bbb, 0x555555553000)]
    [InlineData(0x1000, 0x555555554000)]
    [InlineData(0x7fff0000, 0x555555554000)]
    public void Of_PieLinkedAtAnAddress_LowersTheBias(ulong address, ulong expected)
    {
        ElfBuilder pie = ElfBuilder.Pie().WithInterpreter("/i\0"u8.ToArray())
            .With(new(Load, 5, AddressSpace.PageOffset(address), address, 0x100, 0x100));
        Assert.Equal(expected, PlacementOf(pie, AddressRandomization.Disabled, 0).BaseAddress);
    }

    [Fact]
    public void Of_PieInReverse_KeepsTheFirstSegmentsPlace()
    {
        ElfBuilder pie = ElfBuilder.Pie().WithInterpreter("/i\0"u8.ToArray())
            .With(new(Load, 5, 0x1000, 0x5000, 0x1000, 0x1000)).With(new(Load, 4, 0, 0x2000, 0x1000, 0x1000));
        Placement placement = PlacementOf(pie, AddressRandomization.Disabled, 0);
        Assert.Equal(DynamicBase - 0x3000, placement.BaseAddress);
    }

    [Fact]
    public void Of_StaticPie_IsTheKernelsChoiceUnlessAligned()
    {
        Assert.Equal(
            PlacementKind.Anywhere, PlacementOf(ElfBuilder.Pie().WithLoad(), AddressRandomization.Enabled, 9).Kind);
        ElfBuilder aligned = ElfBuilder.Pie().With(new(Load, 5, 0, 0, Alignment: 0x200000));
        Placement placement = PlacementOf(aligned, AddressRandomization.Enabled, 9);
        Assert.Equal((PlacementKind.Hint, 0x555555400000u), (placement.Kind, placement.BaseAddress));
    }

    [Theory]
    [InlineData(1UL << 46, 0x400000000000)]
    [InlineData(1UL << 47, 0)]
    [InlineData(1UL << 63, 0)]
    public void Of_HugeAlignment_HasNoPlaceAtZero(ulong alignment, ulong expected)
    {
        ElfBuilder pie = ElfBuilder.Pie().WithInterpreter("/i\0"u8.ToArray())
            .With(new(Load, 5, 0, 0, Alignment: alignment));
        Placement placement = PlacementOf(pie, AddressRandomization.Disabled, 0);
        Assert.Equal(expected, placement.BaseAddress);
        Assert.Equal(expected == 0 ? LoadDefect.NoPlace : LoadDefect.None, placement.Defect);
    }

    [Theory]
    [InlineData(0x1000, 0, 0x56555000)]
    [InlineData(0x1000, 0xff, 0x56654000)]
    [InlineData(0x1000, 0x101, 0x56556000)]
    [InlineData(0x200000, 0, 0x56400000)]
    [InlineData(0x200000, 0xff, 0x56600000)]
    [InlineData(0x40000000, 0, 0x40000000)]
    [InlineData(0x80000000, 0, 0)]
    public void Of_I386Pie_IsRandomAndAligned(ulong alignment, ulong randomPages, ulong expected)
    {
        ElfBuilder pie = ElfBuilder.I386Pie().WithInterpreter("/i\0"u8.ToArray())
            .With(new(Load, 5, 0, 0, Alignment: alignment));
        Placement placement = PlacementOf(pie, AddressRandomization.Enabled, randomPages);
        Assert.Equal(expected, placement.BaseAddress);
        Assert.Equal(expected == 0 ? LoadDefect.NoPlace : LoadDefect.None, placement.Defect);
    }

    [Fact]
    public void Of_I386StaticPie_IsTheKernelsChoiceUnlessAligned()
    {
        ElfBuilder pie = ElfBuilder.I386Pie().WithLoad();
        Assert.Equal(PlacementKind.Anywhere, PlacementOf(pie, AddressRandomization.Enabled, 9).Kind);
        ElfBuilder aligned = ElfBuilder.I386Pie().With(new(Load, 5, 0, 0, Alignment: 0x200000));
        Placement placement = PlacementOf(aligned, AddressRandomization.Enabled, 9);
        Assert.Equal((PlacementKind.Hint, 0x56400000u), (placement.Kind, placement.BaseAddress));
    }

    [Fact]
    public void Of_Machine_HasItsAddressSpace()
    {
        AddressSpace x64 = AddressSpace.Of(ElfMachine.X64);
        Assert.Equal((0x7ffffffff000u, DynamicBase), (x64.End, AddressSpace.PageStart(x64.DynamicBase)));
        Assert.Equal((1UL << 28, 1UL << 30), (x64.RandomPages, x64.BrkRandomBytes));
        AddressSpace i386 = AddressSpace.Of(ElfMachine.I386);
        Assert.Equal((0xffffe000u, 0x56555000u), (i386.End, i386.DynamicBase));
        Assert.Equal((1UL << 8, 32UL << 20), (i386.RandomPages, i386.BrkRandomBytes));
        Assert.True(i386.Contains(0xffffd000, 0x1000));
        Assert.False(i386.Contains(0xffffd000, 0x1001));
    }

    private static Placement PlacementOf(ElfBuilder builder, AddressRandomization randomization, ulong randomPages)
    {
        byte[] file = builder.Build();
        Assert.Equal(LoadError.None, ElfHeader.TryRead(file, out ElfHeader header));
        Assert.Equal(LoadError.None, ProgramHeaders.TryRead(header, file.AsSpan(builder.Is32 ? 52 : 64), out ProgramHeaders table));
        LoadImage image = new();
        image.Read(header, table);
        Assert.Equal(LoadDefect.None, image.Defect);
        return Placement.Of(image, randomPages, randomization);
    }
}
