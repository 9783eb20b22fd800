using Ptracer.Diagnostics;
using Xunit;

namespace Ptracer.Tests.Diagnostics;

public sealed class ElfGlanceTests
{
    [Fact]
    public void Of_OwnRuntime_IsX64WithALoader()
    {
        ElfGlance elf = ElfGlance.Of(File.ReadAllBytes("/proc/self/exe"));
        Assert.Equal(ElfKind.Elf64, elf.Kind);
        Assert.Equal(ElfGlance.MachineX64, elf.Machine);
        Assert.StartsWith("/", elf.Interpreter, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_EveryPrefix_NeverFails()
    {
        byte[] file = File.ReadAllBytes("/proc/self/exe")[..2048];
        for (int length = 0; length <= file.Length; length++)
        {
            ElfGlance elf = ElfGlance.Of(file.AsSpan(0, length));
            Assert.Equal(length < 52 ? ElfKind.NotElf : length < 64 ? ElfKind.Foreign : ElfKind.Elf64, elf.Kind);
        }
    }

    [Fact]
    public void Of_HeaderWithWildOffsets_HasNoInterpreter()
    {
        byte[] file = File.ReadAllBytes("/proc/self/exe")[..2048];
        file.AsSpan(32, 8).Fill(0xff);
        Assert.Null(ElfGlance.Of(file).Interpreter);
    }
}
