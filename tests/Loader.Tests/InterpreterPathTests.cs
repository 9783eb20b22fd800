using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests;

public sealed class InterpreterPathTests
{
    [Theory]
    [InlineData("/lib64/ld-linux-x86-64.so.2\0", LoadError.None, "/lib64/ld-linux-x86-64.so.2")]
    [InlineData("/ld\0ignored\0", LoadError.None, "/ld")]
    [InlineData("/l", LoadError.BadInterpreterPath, "")]
    [InlineData("/ld\0x", LoadError.BadInterpreterPath, "")]
    [InlineData("\0", LoadError.BadInterpreterPath, "")]
    [InlineData("", LoadError.BadInterpreterPath, "")]
    [InlineData("\0\0", LoadError.EmptyInterpreterPath, "")]
    public void TryRead_Bytes_EndAtFirstNul(string bytes, object error, string path)
    {
        Assert.Equal(error, InterpreterPath.TryRead(Encoding.ASCII.GetBytes(bytes), out ReadOnlySpan<byte> result));
        Assert.Equal(path, Encoding.ASCII.GetString(result));
    }

    [Theory]
    [InlineData(0, 1, LoadError.BadInterpreterPath)]
    [InlineData(0, 2, LoadError.None)]
    [InlineData(0, 4096, LoadError.None)]
    [InlineData(0, 4097, LoadError.BadInterpreterPath)]
    [InlineData(0, -1L, LoadError.BadInterpreterPath)]
    [InlineData(-1L, 2, LoadError.BadInterpreterOffset)]
    [InlineData(long.MaxValue, 2, LoadError.BadInterpreterOffset)]
    public void TryGetInterpreter_OffsetAndSize_AreLimited(long offset, long size, object expected)
    {
        byte[] file = new ElfBuilder()
            .With(new(3, 4, (ulong)offset, 0, (ulong)size, (ulong)size, 1)).WithLoad().Build();
        ElfHeader.TryRead(file, out ElfHeader header);
        ProgramHeaders.TryRead(header, file.AsSpan(64), out ProgramHeaders table);
        Assert.Equal(expected, table.TryGetInterpreter(out _, out int sizeBytes));
        Assert.Equal(expected is LoadError.None ? size : 0, sizeBytes);
    }

    [Fact]
    public void TryGetInterpreter_Two_TakesTheFirst()
    {
        byte[] file = new ElfBuilder().WithNull(1)
            .With(new(3, 4, 7, 0, 5, 5, 1)).With(new(3, 4, 9, 0, 1, 1, 1)).Build();
        ElfHeader.TryRead(file, out ElfHeader header);
        ProgramHeaders.TryRead(header, file.AsSpan(64), out ProgramHeaders table);
        Assert.Equal(LoadError.None, table.TryGetInterpreter(out ulong offset, out int sizeBytes));
        Assert.Equal((7u, 5), (offset, sizeBytes));
    }
}
