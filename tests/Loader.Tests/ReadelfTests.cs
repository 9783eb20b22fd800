using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>Programs of this machine, with readelf as a second opinion.</summary>
[Collection(NativeCollection.Name)]
public sealed class ReadelfTests
{
    private const string Readelf = "/usr/bin/readelf";

    /// <summary>Dynamic and static, PIE and not, glibc and musl, programs and libraries.</summary>
    private static readonly string[] s_candidates =
    [
        "/bin/true", "/bin/sh", "/usr/bin/python3", "/usr/bin/perl", "/usr/bin/gcc", "/usr/bin/gdb", "/usr/bin/git",
        "/sbin/ldconfig", "/usr/bin/busybox", "/usr/bin/clang", "/usr/bin/ld", "/lib64/ld-linux-x86-64.so.2",
        "/lib/ld-musl-x86_64.so.1", "/lib/x86_64-linux-gnu/libc.so.6", "/usr/local/go/bin/go", "/usr/bin/node",
    ];

    /// <summary>Those of them that are there.</summary>
    public static TheoryData<string> Files => [.. s_candidates.Where(File.Exists)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_RealFile_AgreesWithReadelf(string path)
    {
        Assert.SkipUnless(File.Exists(Readelf), "needs readelf");
        CompareWithReadelf(path, File.ReadAllBytes(path));
    }

    [Theory]
    [MemberData(nameof(CompiledPrograms.Modes), MemberType = typeof(CompiledPrograms))]
    public void Read_CompiledProgram_AgreesWithReadelf(string mode, string option)
    {
        Assert.SkipUnless(File.Exists(Readelf), "needs readelf");
        using ScratchDirectory scratch = new();
        string program = CompiledPrograms.Make(scratch, mode, option);
        CompareWithReadelf(program, File.ReadAllBytes(program));
    }

    private static void CompareWithReadelf(string path, byte[] file)
    {
        LoadImage image = Read(file, out InterpreterAndStack found);
        ReadelfOutput readelf = ReadelfOutput.Parse(Encoding.UTF8.GetString(NativeRun.Of(Readelf, "-lW", path).Output));
        Assert.Equal(readelf.Entry, image.Entry);
        Assert.Equal(readelf.IsExec, image.Type == ElfType.Exec);
        Assert.Equal(readelf.Interpreter, found.Interpreter);
        Assert.Equal(readelf.Stack, found.Stack);
        Assert.Equal(readelf.HeaderCount, image.ProgramHeaderCount);
        Assert.Equal(readelf.MaxAlignment, image.Alignment);
        Assert.Equal(readelf.Loads, image.Segments.ToArray().Select(ReadelfOutput.Load.Of));
        Assert.Equal(LoadDefect.None, image.Defect);
        if (readelf.HeadersAddress is ulong address)
        {
            Assert.Equal(address, image.ProgramHeadersAddress);
        }
    }

    private readonly record struct InterpreterAndStack(string? Interpreter, StackExecutability Stack);

    private static LoadImage Read(byte[] file, out InterpreterAndStack found)
    {
        Assert.Equal(LoadError.None, ElfHeader.TryRead(file.AsSpan(0, 4096), out ElfHeader header));
        Assert.True(ProgramHeaders.TryReadFromStart(header, file.AsSpan(0, 4096), out ProgramHeaders table));
        Assert.Equal(LoadError.None, table.TryGetInterpreter(out ulong offset, out int size));
        string? path = null;
        if (size != 0)
        {
            Assert.Equal(
                LoadError.None,
                InterpreterPath.TryRead(file.AsSpan((int)offset, size), out ReadOnlySpan<byte> bytes));
            path = Encoding.UTF8.GetString(bytes);
        }

        found = new(path, table.GetStackExecutability());
        LoadImage image = new();
        image.Read(header, table);
        return image;
    }
}
