using Ptracer.Host.Tests.Harness;

namespace Ptracer.Host.Tests.Deps;

/// <summary>The dynamic x86-64 programs and libraries of the Debian rootfs.</summary>
internal static class DynamicFiles
{
    /// <summary>Their guest paths, sorted.</summary>
    public static List<string> OfRootfs()
    {
        List<string> files = [];
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        foreach (string path in Directory.EnumerateFiles(TestPlace.Rootfs, "*", all))
        {
            if (IsDynamic(path))
            {
                files.Add(path[TestPlace.Rootfs.Length..]);
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    // x86-64, ET_EXEC or ET_DYN, PT_DYNAMIC, and segments that can be mapped at all: Go has test files that cannot.
    private static bool IsDynamic(string path)
    {
        const int Pages = 4096;
        Span<byte> start = stackalloc byte[4096];
        using FileStream file = File.OpenRead(path);
        int length = file.Read(start);
        if (length < 64 || !start.StartsWith("\u007fELF\u0002\u0001"u8) || start[16] is not (2 or 3) || start[18] != 62)
        {
            return false;
        }

        bool isDynamic = false;
        for (int index = 0, at = 64; index < start[56] && at + 56 <= length; index++, at += 56)
        {
            uint type = BitConverter.ToUInt32(start[at..]);
            isDynamic |= type == 2;
            if (type == 1 && (BitConverter.ToUInt64(start[(at + 8)..]) - BitConverter.ToUInt64(start[(at + 16)..])) % Pages != 0)
            {
                return false;
            }
        }

        return isDynamic;
    }

    /// <summary>The guest paths of all ELF programs and libraries of a rootfs, whatever it is made for, sorted.</summary>
    public static List<string> ElfFilesOf(string rootfs)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        List<string> files = [];
        byte[] start = new byte[20];
        foreach (string path in Directory.EnumerateFiles(rootfs, "*", all).Order(StringComparer.Ordinal))
        {
            using FileStream file = File.OpenRead(path);
            if (file.Read(start) == start.Length && start.AsSpan().StartsWith("\u007fELF"u8) && start[16] is 2 or 3)
            {
                files.Add(path[rootfs.Length..]);
            }
        }

        return files;
    }
}
