using Xunit;

namespace Ptracer.Loader.Tests;

public sealed class ElfHeaderTests
{
    [Fact]
    public void TryRead_Program_GivesFields()
    {
        Assert.Equal(LoadError.None, ElfHeader.TryRead(new ElfBuilder().WithLoad().Build(), out ElfHeader header));
        Assert.Equal(ElfType.Exec, header.Type);
        Assert.Equal(0x401000u, header.Entry);
        Assert.Equal(64u, header.ProgramHeaderOffset);
        Assert.Equal(1, header.ProgramHeaderCount);
        Assert.Equal(56, header.ProgramHeadersSizeBytes);
        Assert.Equal(ElfMachine.X64, header.Machine);
        Assert.Equal(2, header.Class);
        Assert.Equal(ElfRole.Program, header.Role);
    }

    [Fact]
    public void TryRead_EveryLengthBelowHeader_IsNotExecutable()
    {
        byte[] file = new ElfBuilder().WithLoad().Build();
        for (int length = 0; length < ElfHeader.SizeBytes; length++)
        {
            Assert.Equal(LoadError.NotExecutableFormat, ElfHeader.TryRead(file.AsSpan(0, length), out _));
            Assert.Equal(LoadError.ShortRead, ElfHeader.TryReadInterpreter(file.AsSpan(0, length), ElfMachine.X64, out _));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void TryRead_I386Program_GivesFields(ushort machine)
    {
        ElfBuilder builder = ElfBuilder.I386().WithLoad().WithNull(1);
        (builder.Machine, builder.Entry) = (machine, 0xfffffffe);
        Assert.Equal(LoadError.None, ElfHeader.TryRead(builder.Build(), out ElfHeader header));
        Assert.Equal((ElfType.Exec, ElfMachine.I386, (byte)1), (header.Type, header.Machine, header.Class));
        Assert.Equal((0xfffffffe, 52u), (header.Entry, header.ProgramHeaderOffset));
        Assert.Equal((2, 64), (header.ProgramHeaderCount, header.ProgramHeadersSizeBytes));
    }

    [Fact]
    public void TryRead_EveryLengthOfI386_IsWhatTheKernelsZerosMakeOfIt()
    {
        byte[] file = HostileI386Elf.Tiny(52);
        for (int length = 0; length <= file.Length; length++)
        {
            int errno = ElfHeader.TryRead(file.AsSpan(0, length), out _).ToErrno();
            Assert.Equal(length < 45 ? LoadError.NotExecutableFormat.ToErrno() : 0, errno);
            LoadError expected = length < 52 ? LoadError.ShortRead : LoadError.None;
            Assert.Equal(expected, ElfHeader.TryReadInterpreter(file.AsSpan(0, length), ElfMachine.I386, out _));
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2048, false)]
    [InlineData(0, true)]
    [InlineData(2049, true)]
    [InlineData(65535, true)]
    public void TryRead_HeaderCountOfI386_IsLimitedTo64KiB(ushort count, bool isRefused)
    {
        ElfBuilder builder = ElfBuilder.I386().WithLoad();
        builder.HeaderCount = count;
        Assert.Equal(isRefused ? LoadError.BadHeaderCount : LoadError.None, ElfHeader.TryRead(builder.Build(), out _));
    }

    [Fact]
    public void TryReadInterpreter_OfTheOtherMachine_IsBad()
    {
        byte[] file = ElfBuilder.Pie().WithLoad().Build();
        byte[] fileOfI386 = ElfBuilder.I386Pie().WithLoad().Build();
        Assert.Equal(LoadError.None, ElfHeader.TryReadInterpreter(fileOfI386, ElfMachine.I386, out _));
        Assert.Equal(LoadError.BadInterpreterFormat, ElfHeader.TryReadInterpreter(fileOfI386, ElfMachine.X64, out _));
        Assert.Equal(LoadError.BadInterpreterFormat, ElfHeader.TryReadInterpreter(file, ElfMachine.I386, out _));
    }

    [Fact]
    public void TryRead_ClassDataAndVersion_DoNotCount()
    {
        byte[] file = new ElfBuilder { Class = 1, Data = 2 }.WithLoad().Build();
        file[6] = 0;
        Assert.Equal(LoadError.None, ElfHeader.TryRead(file, out _));
    }

    [Fact]
    public void TryRead_X32_IsWrongClass()
    {
        byte[] file = new ElfBuilder { Class = 1, HeaderSize = 0 }.WithLoad().Build();
        Assert.Equal(LoadError.WrongClass, ElfHeader.TryRead(file, out _));
        Assert.Equal(LoadError.BadInterpreterFormat, ElfHeader.TryReadInterpreter(file, ElfMachine.X64, out _));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1170, false)]
    [InlineData(0, true)]
    [InlineData(1171, true)]
    [InlineData(65535, true)]
    public void TryRead_HeaderCount_IsLimitedTo64KiB(ushort count, bool isRefused)
    {
        byte[] file = new ElfBuilder { HeaderCount = count }.WithLoad().Build();
        Assert.Equal(isRefused ? LoadError.BadHeaderCount : LoadError.None, ElfHeader.TryRead(file, out _));
    }

    [Theory]
    [InlineData(long.MaxValue - 56, LoadError.None)]
    [InlineData(long.MaxValue - 55, LoadError.TruncatedHeaders)]
    [InlineData(long.MinValue, LoadError.TruncatedHeaders)]
    [InlineData(-1L, LoadError.TruncatedHeaders)]
    public void TryRead_TableOffset_IsAFileOffset(long offset, object expected)
    {
        byte[] file = new ElfBuilder { TableOffset = (ulong)offset }.WithLoad().Build();
        Assert.Equal(expected, ElfHeader.TryRead(file, out _));
    }

    [Fact]
    public void TryReadInterpreter_ObjectFile_IsTakenAndFailsInTheImage()
    {
        byte[] file = new ElfBuilder { Type = 1 }.WithLoad().Build();
        Assert.Equal(LoadError.NotExecutableFormat, ElfHeader.TryRead(file, out _));
        Assert.Equal(LoadError.None, ElfHeader.TryReadInterpreter(file, ElfMachine.X64, out ElfHeader header));
        Assert.Equal(LoadError.None, ProgramHeaders.TryRead(header, file.AsSpan(64), out ProgramHeaders table));
        LoadImage image = new();
        image.Read(header, table);
        Assert.Equal(LoadDefect.InterpreterType, image.Defect);
    }

    [Fact]
    public void TryReadFromStart_TableBeyond_AsksForARead()
    {
        byte[] near = new ElfBuilder().WithLoad().Build();
        ElfHeader.TryRead(near, out ElfHeader header);
        Assert.True(ProgramHeaders.TryReadFromStart(header, near.AsSpan(0, 120), out ProgramHeaders table));
        Assert.Equal(ProgramHeaderType.Load, table[0].Type);
        Assert.False(ProgramHeaders.TryReadFromStart(header, near.AsSpan(0, 119), out _));

        byte[] far = new ElfBuilder { TableOffset = ulong.MaxValue / 4 }.WithLoad().Build();
        ElfHeader.TryRead(far, out header);
        Assert.False(ProgramHeaders.TryReadFromStart(header, far, out _));
    }

    [Fact]
    public void TryRead_DefaultHeader_IsNoTable() =>
        Assert.Equal(LoadError.TruncatedHeaders, ProgramHeaders.TryRead(default, new byte[4096], out _));

    [Theory]
    [InlineData(2, 62, 2, "a 64-bit x86-64 program")]
    [InlineData(1, 3, 2, "a 32-bit i386 program")]
    [InlineData(1, 62, 3, "a 32-bit x32 program")]
    [InlineData(2, 183, 3, "an arm64 program")]
    [InlineData(1, 40, 3, "a 32-bit arm program")]
    [InlineData(2, 62, 1, "a 64-bit x86-64 object file")]
    [InlineData(2, 62, 4, "a 64-bit x86-64 core dump")]
    [InlineData(2, 9999, 2, "a machine-9999 program")]
    public void Describe_Elf_NamesTheMachine(byte elfClass, ushort machine, ushort type, string expected)
    {
        byte[] file = new ElfBuilder { Class = elfClass, Machine = machine, Type = type }.WithLoad().Build();
        Assert.Equal(expected, ElfDescription.Describe(file));
    }

    [Fact]
    public void Describe_BigEndian_ReadsFieldsSo()
    {
        byte[] file = new ElfBuilder { Data = 2, Machine = 22 << 8, Type = 3 << 8 }.WithLoad().Build();
        Assert.Equal("a s390x program", ElfDescription.Describe(file));
    }

    [Theory]
    [InlineData("", "an empty file")]
    [InlineData("#!/bin/sh\n", "a script")]
    [InlineData("MZ", "not an ELF file")]
    [InlineData("\u007fELF", "a truncated ELF file")]
    [InlineData("\u007fELF\u0002\u0001\u0001         ", "a truncated ELF file")]
    public void Describe_Other_SaysWhat(string content, string expected) =>
        Assert.Equal(expected, ElfDescription.Describe(System.Text.Encoding.Latin1.GetBytes(content)));
}
