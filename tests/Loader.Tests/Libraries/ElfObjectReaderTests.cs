using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests.Libraries;

public sealed class ElfObjectReaderTests
{
    private const int Mutations = 500;

    [Fact]
    public void Read_SystemLibrary_TellsWhatItIs()
    {
        byte[] file = File.ReadAllBytes(Libc());
        ElfObject libc = Read(file);
        Assert.Null(libc.Defect);
        Assert.Equal("libc.so.6", Encoding.ASCII.GetString(libc.SoName!));
        Assert.StartsWith("ld-linux", Encoding.ASCII.GetString(Assert.Single(libc.Needs).Name), StringComparison.Ordinal);
        Assert.Contains("GLIBC_2.17"u8.ToArray(), libc.Versions!);
        Assert.Contains(libc.VersionNeeds, need => need.Versions.Count > 0);
    }

    [Fact]
    public void MissingVersions_UnknownVersion_IsNamed()
    {
        ElfObject libc = Read(File.ReadAllBytes(Libc()));
        ElfVersionNeed need = new("libc.so.6"u8.ToArray(), ["GLIBC_2.17"u8.ToArray(), "GLIBC_9.99"u8.ToArray()]);
        Assert.Equal("GLIBC_9.99", Encoding.ASCII.GetString(Assert.Single(ElfObject.MissingVersions(need, libc))));
        Assert.Empty(ElfObject.MissingVersions(need, new ElfObject()));
    }

    [Theory]
    [InlineData("", "file too short")]
    [InlineData("#!/bin/sh and some more text", "invalid ELF header")]
    [InlineData("\u007fELF\u0002\u0001\u0001 and nothing behind it", "file too short")]
    public void Read_NoLibrary_HasADefect(string content, string defect) =>
        Assert.Equal(defect, Read(Encoding.Latin1.GetBytes(content)).Defect);

    [Fact]
    public void Read_MutatedFiles_NeverThrowsNorKeepsMuch()
    {
        byte[] original = File.ReadAllBytes("/bin/ls");
        Random random = new(11);
        int damaged = 0;
        for (int round = 0; round < Mutations; round++)
        {
            byte[] file = [.. original];
            for (int change = random.Next(1, 30); change > 0; change--)
            {
                int limit = random.Next(3) == 0 ? file.Length : 1024;
                file[random.Next(limit)] = random.Next(3) == 0 ? (byte)0xff : (byte)random.Next(256);
            }

            ElfObject elf = Read(random.Next(4) == 0 ? file[..random.Next(file.Length)] : file);
            damaged += elf.Defect is null ? 0 : 1;
            Assert.InRange(elf.Needs.Sum(need => need.Name.Length), 0, 300_000);
        }

        Assert.InRange(damaged, Mutations / 10, Mutations);
    }

    private static ElfObject Read(byte[] file) => new ElfObjectReader().Read((buffer, offset) =>
    {
        int length = (int)Math.Clamp(file.Length - offset, 0, buffer.Length);
        file.AsSpan((int)Math.Min(offset, file.Length), length).CopyTo(buffer);
        return length;
    });

    private static string Libc()
    {
        string path = "/lib/x86_64-linux-gnu/libc.so.6";
        Assert.SkipUnless(File.Exists(path), "needs a glibc at Debian's place");
        return path;
    }
}
