using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>The bytes that the stub gets.</summary>
public sealed class LoadPlanTests
{
    [Fact]
    public void TryWrite_TwoImages_HasTheDeclaredLayout()
    {
        ExecModel model = new() { RandomPages = 0x1234567, OpenInterpreter = _ => ElfBuilder.Pie().WithLoad().Build() };
        byte[] program = ElfBuilder.Pie().WithInterpreter("/ld\0"u8.ToArray()).WithLoad().WithStack(7).Build();
        PlanReader plan = model.Exec(program).Plan!;
        PlanRules.Check(plan);
        Assert.Equal(3u, plan.Flags);
        Assert.Equal(0x91a2000u, plan.BrkOffset);
        Assert.Equal(56 + 2 * 16 + 2 * 112 + 2 * 40, plan.StringsOffset);
        PlanReader.Image first = plan.Images[0];
        Assert.Equal((1u, 0x1000u, 0x40u, 3u), (first.Kind, first.Entry, first.Phdr, first.Phnum));
        Assert.Equal((0u, 0x2000u, 0u, 0x2000u), (first.CodeStart, first.CodeEnd, first.DataStart, first.DataEnd));
        Assert.Equal((0u, 0x2000u, 0x2000u), (first.MinimumAddress, first.Span, first.BssEnd));
        Assert.Equal(new(0, 0, 0x2000, 0x2000, 5), Assert.Single(first.Segments));
        Assert.Equal(("/ld", 2u, 0u), (plan.Images[1].Path, plan.Images[1].Kind, plan.Images[1].Base));
    }

    [Fact]
    public void TryWrite_Segments_TranslateProtectionAndKeepExactEnds()
    {
        byte[] file = new ElfBuilder()
            .With(new(1, 5, 0, 0x400000, 0x1234, 0x1234))
            .With(new(1, 6, 0x1240, 0x402240, 0x10, 0x5000))
            .With(new(1, 4, 0, 0x410000, 0x20, 0x20)).Build();
        PlanReader.Image image = new ExecModel().Exec(file).Plan!.Images[0];
        Assert.Equal([5u, 3u, 1u], image.Segments.Select(s => s.Protection));
        Assert.Equal((0x400000u, 0x401234u), (image.CodeStart, image.CodeEnd));
        Assert.Equal((0x410000u, 0x410020u), (image.DataStart, image.DataEnd));
        Assert.Equal((0x410020u, 0x11000u), (image.BssEnd, image.Span));
    }

    [Fact]
    public void TryWrite_I386ProgramWithoutStackHeader_SaysThatReadImpliesExecute()
    {
        ExecModel model = new() { OpenInterpreter = _ => ElfBuilder.I386Pie().With(new(1, 4, 0, 0)).WithStack(6).Build() };
        ElfBuilder program = ElfBuilder.I386Pie().WithInterpreter("/ld\0"u8.ToArray())
            .With(new(1, 6, 0, 0)).With(new(1, 2, 0, 0x8000));
        PlanReader plan = model.Exec(program.Build()).Plan!;
        PlanRules.Check(plan, ElfMachine.I386);
        Assert.Equal(11u, plan.Flags);
        Assert.Equal([3u, 2u], plan.Images[0].Segments.Select(s => s.Protection));
        Assert.Equal(ulong.MaxValue, plan.Images[0].CodeStart);

        plan = model.Exec(program.WithStack(6).Build()).Plan!;
        Assert.Equal(2u, plan.Flags);
        Assert.Equal([3u, 2u], plan.Images[0].Segments.Select(s => s.Protection));
        Assert.Equal(1u, plan.Images[1].Segments[0].Protection);
    }

    [Fact]
    public void TryWrite_NoExecutableSegment_HasTheKernelsCodeStart()
    {
        byte[] file = new ElfBuilder().With(new(1, 4)).Build();
        PlanReader.Image image = new ExecModel().Exec(file).Plan!.Images[0];
        Assert.Equal((ulong.MaxValue, 0u), (image.CodeStart, image.CodeEnd));
    }

    [Fact]
    public void TryWrite_EveryShorterDestination_IsRefusedWithoutWriting()
    {
        LoadImage image = ReadProgram(new ElfBuilder().WithLoad());
        byte[] destination = new byte[1024];
        int length = Write(destination, image);
        Assert.Equal(56 + 112 + 40 + "/guest\0"u8.Length + "/host\0"u8.Length, length);
        for (int size = 0; size < length; size++)
        {
            Assert.Equal(-1, Write(destination.AsSpan(0, size), image));
        }

        Assert.Equal(length, Write(destination.AsSpan(0, length), image));
    }

    [Fact]
    public void TryWrite_LongestPathsAndUsualTables_FitSixteenKiB()
    {
        LoadImage image = ReadProgram(new ElfBuilder().WithLoad());
        byte[] path = new byte[4095];
        path.AsSpan().Fill((byte)'p');
        LoadPlanInput input = new()
        {
            Program = image,
            ProgramPath = path,
            Interpreter = image,
            InterpreterPath = path,
            ExecFileName = path,
            CommandName = path,
        };
        Assert.InRange(LoadPlan.TryWrite(new byte[16384], input), 3 * 4096, 16384);
    }

    [Fact]
    public void TryWrite_DirtyDestination_LeavesNoOldByte()
    {
        LoadImage image = ReadProgram(new ElfBuilder().WithLoad());
        byte[] clean = new byte[512];
        byte[] dirty = new byte[512];
        dirty.AsSpan().Fill(0xff);
        int length = Write(clean, image);
        Assert.Equal(length, Write(dirty, image));
        Assert.Equal(clean[..length], dirty[..length]);
    }

    [Fact]
    public void Read_UsedImage_ForgetsTheOldFile()
    {
        ExecModel model = new() { OpenInterpreter = _ => ElfBuilder.Pie().WithLoad().Build() };
        byte[] plain = new ElfBuilder().WithLoad().Build();
        byte[] other = ElfBuilder.Pie().WithInterpreter("/i\0"u8.ToArray()).WithLoad().WithLoad().WithStack(7).Build();
        int before = model.Exec(plain).Plan!.Length;
        model.Exec(other);
        PlanReader after = model.Exec(plain).Plan!;
        Assert.Equal((before, 2u), (after.Length, after.Flags));
        Assert.Equal(StackExecutability.Default, model.Program.StackExecutability);
    }

    [Fact]
    public void TryWrite_WarmImage_AllocatesNothing()
    {
        byte[] file = new ElfBuilder().WithLoad().Build();
        byte[] destination = new byte[1024];
        LoadImage image = new();
        ReadAndWrite(file, image, destination);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ReadAndWrite(file, image, destination);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("/usr/bin/python3", "python3")]
    [InlineData("busybox", "busybox")]
    [InlineData("/bin/a-name-longer-than-the-field", "a-name-longer-t")]
    [InlineData("dir/", "")]
    [InlineData("", "")]
    public void Of_Path_IsItsLastComponent(string path, string expected) =>
        Assert.Equal(expected, Latin1(CommandName.Of(System.Text.Encoding.Latin1.GetBytes(path))));

    private static void ReadAndWrite(byte[] file, LoadImage image, byte[] destination)
    {
        _ = ElfHeader.TryRead(file, out ElfHeader header);
        _ = ProgramHeaders.TryReadFromStart(header, file, out ProgramHeaders table);
        image.Read(header, table);
        Write(destination, image);
    }

    private static int Write(Span<byte> destination, LoadImage image) => LoadPlan.TryWrite(
        destination,
        new() { Program = image, ProgramPath = "/host"u8, ExecFileName = "/guest"u8, CommandName = "guest"u8 });

    private static string Latin1(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);

    private static LoadImage ReadProgram(ElfBuilder builder)
    {
        byte[] file = builder.Build();
        _ = ElfHeader.TryRead(file, out ElfHeader header);
        _ = ProgramHeaders.TryRead(header, file.AsSpan(64), out ProgramHeaders table);
        LoadImage image = new();
        image.Read(header, table);
        return image;
    }
}
