using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests.Libraries;

public sealed class LibraryCacheTests
{
    private const int X64 = 0x303;
    private const ulong Hwcap = 1UL << 62;

    private static readonly int[] s_x64 = [X64];

    [Fact]
    public void Find_NewFormat_TakesTheProcessorsEntry()
    {
        byte[] file = CacheFile.New(("libz.so.1", "/i386/libz.so.1", 3, 0), ("libz.so.1", "/x64/libz.so.1", X64, 0));
        Assert.Equal("/x64/libz.so.1", Find(file, "libz.so.1"));
        Assert.Null(Find(file, "libz.so.2"));
    }

    [Fact]
    public void Find_Hwcaps_TakesTheBestThatCounts()
    {
        byte[] file = CacheFile.New(
            ("l", "/v3/l", X64, Hwcap | 0), ("l", "/v2/l", X64, Hwcap | 1), ("l", "/l", X64, 0));
        Assert.Equal("/l", Find(file, "l"));
        Assert.Equal("/v2/l", Find(file, "l", "x86-64-v2"));
        Assert.Equal("/v3/l", Find(file, "l", "x86-64-v3", "x86-64-v2"));
    }

    [Fact]
    public void Find_OldFormat_IsRead() =>
        Assert.Equal("/lib/l", Find(CacheFile.Old([], ("l", "/lib/l", X64, 0)), "l"));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Find_NewFormatInOld_TakesTheNew(int oldEntries)
    {
        byte[] file = CacheFile.Old(
            CacheFile.New(("l", "/new/l", X64, 0)), [.. Enumerable.Repeat(("l", "/old/l", X64, 0UL), oldEntries)]);
        Assert.Equal("/new/l", Find(file, "l"));
    }

    [Fact]
    public void TryRead_MutatedFiles_NeverThrows()
    {
        Random random = new(7);
        byte[] original = CacheFile.New(("l", "/v3/l", X64, Hwcap), ("libm.so.6", "/lib/libm.so.6", X64, 0));
        byte[] old = CacheFile.Old(original, ("l", "/old/l", X64, 0));
        for (int round = 0; round < 2000; round++)
        {
            byte[] file = [.. round % 2 == 0 ? original : old];
            for (int change = 0; change < 4; change++)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            _ = Find(file[..random.Next(file.Length + 1)], "l", "x86-64-v3");
        }
    }

    private static string? Find(byte[] file, string name, params string[] hwcaps) =>
        LibraryCache.TryRead(file, out LibraryCache? cache)
        && cache.Find(Encoding.ASCII.GetBytes(name), s_x64, [.. hwcaps.Select(Encoding.ASCII.GetBytes)]) is { } path
            ? Encoding.ASCII.GetString(path)
            : null;

    /// <summary>Writes caches as ldconfig does; its hwcaps are x86-64-v3 and x86-64-v2.</summary>
    private static class CacheFile
    {
        public static byte[] New(params (string Name, string Path, int Flags, ulong Hwcap)[] entries)
        {
            MemoryStream strings = new();
            int stringsStart = 48 + (24 * entries.Length);
            byte[] head = new byte[stringsStart];
            "glibc-ld.so.cache1.1"u8.CopyTo(head);
            Put(head, 20, (uint)entries.Length);
            head[28] = 2;
            for (int index = 0; index < entries.Length; index++)
            {
                int at = 48 + (24 * index);
                Put(head, at, (uint)entries[index].Flags);
                Put(head, at + 4, (uint)stringsStart + Add(strings, entries[index].Name));
                Put(head, at + 8, (uint)stringsStart + Add(strings, entries[index].Path));
                BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(at + 16), entries[index].Hwcap);
            }

            uint third = (uint)stringsStart + Add(strings, "x86-64-v3");
            uint second = (uint)stringsStart + Add(strings, "x86-64-v2");
            while (strings.Length % 4 != 0)
            {
                strings.WriteByte(0);
            }

            uint extension = (uint)(stringsStart + strings.Length);
            Put(head, 24, (uint)strings.Length);
            Put(head, 32, extension);
            byte[] tail = new byte[8 + 16 + 8];
            Put(tail, 0, 0xeaa42174);
            Put(tail, 4, 1);
            Put(tail, 8, 1);
            Put(tail, 16, extension + 24);
            Put(tail, 20, 8);
            Put(tail, 24, third);
            Put(tail, 28, second);
            return [.. head, .. strings.ToArray(), .. tail];
        }

        public static byte[] Old(byte[] embedded, params (string Name, string Path, int Flags, ulong Hwcap)[] entries)
        {
            int end = 16 + (12 * entries.Length);
            int start = embedded.Length == 0 ? end : (end + 7) & -8;
            byte[] head = new byte[start];
            "ld.so-1.7.0"u8.CopyTo(head);
            Put(head, 12, (uint)entries.Length);
            MemoryStream strings = new();
            uint stringsAt = (uint)(start - end + embedded.Length);
            for (int index = 0; index < entries.Length; index++)
            {
                int at = 16 + (12 * index);
                Put(head, at, (uint)entries[index].Flags);
                Put(head, at + 4, stringsAt + Add(strings, entries[index].Name));
                Put(head, at + 8, stringsAt + Add(strings, entries[index].Path));
            }

            return [.. head, .. embedded, .. strings.ToArray()];
        }

        private static uint Add(MemoryStream strings, string text)
        {
            uint at = (uint)strings.Length;
            strings.Write(Encoding.ASCII.GetBytes(text + "\0"));
            return at;
        }

        private static void Put(byte[] bytes, int at, uint value) =>
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
    }
}
