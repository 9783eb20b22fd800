using System.Text;

namespace Ptracer.Loader.Tests;

/// <summary>Files that execve refuses, or that kill the process after the point of no return.</summary>
internal static class HostileElf
{
    internal const int Dies = -1;
    private const ulong UserEnd = 0x7ffffffff000;
    private const uint Load = 1;

    /// <summary>One file; Interpreter is the file that its PT_INTERP "/i" names, if it has one.</summary>
    internal sealed record Case(string Name, int Expected, byte[] File, byte[]? Interpreter = null)
    {
        /// <summary>Root, with CAP_SYS_RAWIO, may map page 0: the kernel then goes on.</summary>
        public bool IsForOrdinaryUser { get; init; }

        public ElfMachine Machine { get; init; } = ElfMachine.X64;
    }

    /// <summary>Makes the table for interpreter files at the given path.</summary>
    internal static List<Case> Table(string interpreterPath)
    {
        List<Case> cases = [.. Refused(), .. Deadly(), .. WithDeadlyInterpreter(interpreterPath), .. Accepted()];
        cases.AddRange(WithRefusedInterpreter(interpreterPath));
        cases.AddRange(HostileI386Elf.Table(interpreterPath));
        return cases;
    }

    private static ElfBuilder Static() => new ElfBuilder().WithLoad();

    private static ElfBuilder Pie() => ElfBuilder.Pie().WithLoad();

    private static byte[] Path(string text) => Encoding.ASCII.GetBytes(text);

    private static ElfBuilder Dynamic(string path) => ElfBuilder.Pie().WithInterpreter(Path(path + "\0")).WithLoad();

    private static ElfBuilder Large() => new ElfBuilder { TableOffset = 0x3000, FileLength = 0x20000 }.WithLoad();

    private static ElfBuilder.Header At(ulong address, ulong fileSize = 0x2000, ulong memorySize = 0x2000) =>
        new(Load, 5, 0, address, fileSize, memorySize);

    private static byte[] Aligned(ulong alignment) =>
        ElfBuilder.Pie().With(new(Load, 5, 0, 0, Alignment: alignment)).Build();

    private static byte[] TableAt(ulong offset) => new ElfBuilder { TableOffset = offset }.WithLoad().Build();

    private static byte[] PathOutside(ulong offset, ulong size) =>
        new ElfBuilder().With(new(3, 4, offset, 0, size, size, 1)).WithLoad().Build();

    private static IEnumerable<Case> Refused()
    {
        yield return new("empty file", 8, []);
        yield return new("magic alone", 8, "\u007fELF"u8.ToArray());
        yield return new("63 bytes", 8, Static().Build()[..63]);
        yield return new("header alone", 8, Static().Build()[..64]);
        yield return new("truncated table", 8, Static().Build()[..119]);
        yield return new("object file", 8, new ElfBuilder { Type = 1 }.WithLoad().Build());
        yield return new("core dump", 8, new ElfBuilder { Type = 4 }.WithLoad().Build());
        yield return new("i386 machine", 8, new ElfBuilder { Machine = 3 }.WithLoad().Build());
        yield return new("arm64 machine", 8, new ElfBuilder { Machine = 183 }.WithLoad().Build());
        yield return new("no headers", 8, new ElfBuilder { HeaderCount = 0 }.WithLoad().Build());
        yield return new("65535 headers", 8, new ElfBuilder { HeaderCount = 65535 }.WithLoad().Build());
        yield return new("1171 headers", 8, Many(1171));
        yield return new("header size 55", 8, new ElfBuilder { HeaderSize = 55 }.WithLoad().Build());
        yield return new("table beyond the end", 8, TableAt(1 << 20));
        yield return new("table offset wraps", 8, TableAt(ulong.MaxValue - 8));
        yield return new("path without NUL", 8, new ElfBuilder().WithInterpreter(Path("/x")).WithLoad().Build());
        yield return new("path of one byte", 8, new ElfBuilder().WithInterpreter([0]).WithLoad().Build());
        yield return new("path too long", 8, PathOutside(0, 4097));
        yield return new("path size wraps", 8, PathOutside(64, ulong.MaxValue));
        yield return new("path empty", 13, new ElfBuilder().WithInterpreter([0, 0]).WithLoad().Build());
        yield return new("path of a directory", 13, new ElfBuilder().WithInterpreter(Path("/\0")).WithLoad().Build());
        yield return new("path of nothing", 2, new ElfBuilder().WithInterpreter(Path("/no/ld\0")).WithLoad().Build());
        yield return new("path beyond the end", 5, PathOutside(1 << 20, 8));
        yield return new("path half beyond the end", 5, PathOutside(0x1ffc, 8));
        yield return new("path at a negative offset", 22, PathOutside(1UL << 63, 8));
    }

    private static IEnumerable<Case> Deadly()
    {
        yield return new("nothing to load", Dies, new ElfBuilder().WithNull(1).Build());
        yield return new("nothing to load, PIE", Dies, ElfBuilder.Pie().WithNull(1).Build());
        yield return new("empty segment, PIE", Dies, Second(ElfBuilder.Pie(), new(Load, 5, 0, 0, 0, 0)));
        yield return new("offset does not fit", Dies, Second(Static(), new(Load, 5, 0x10, 0x800000)));
        yield return new("offset wraps", Dies, Second(Static(), new(Load, 5, ulong.MaxValue << 12, 0x800000)));
        yield return new("file size over memory size", Dies, Second(Static(), At(0x800000, 0x2000, 0x1000)));
        yield return new("file size wraps", Dies, Second(Static(), At(0x800000, ulong.MaxValue, 0x1000)));
        yield return new("memory size wraps", Dies, Second(Static(), At(0x800000, 0, ulong.MaxValue - 0xfff)));
        yield return new("memory size is everything", Dies, Second(Static(), At(0x800000, 0, UserEnd)));
        yield return new("address at the end", Dies, Second(Static(), At(UserEnd)));
        yield return new("address in the kernel", Dies, Second(Static(), At(0xffffffff80000000)));
        yield return new("address in the last page", Dies, Second(Static(), At(ulong.MaxValue << 12)));
        yield return new("one page over the end", Dies, Second(Static(), At(UserEnd - 0x1000)));
        yield return new("entry in the kernel", Dies, new ElfBuilder { Entry = 0xffffffff80000000 }.WithLoad().Build());
        yield return new("entry at the end", Dies, new ElfBuilder { Entry = UserEnd }.WithLoad().Build());
        yield return new("1170 headers, the last is bad", Dies, Many(1169, At(UserEnd)));
        yield return new("first segment not in the file", Dies, NotInFile()) { IsForOrdinaryUser = true };
    }

    private static IEnumerable<Case> WithDeadlyInterpreter(string path)
    {
        byte[] program = Dynamic(path).Build();
        yield return new("interpreter is an object", Dies, program, new ElfBuilder { Type = 1 }.WithLoad().Build());
        yield return new("interpreter is empty", Dies, program, ElfBuilder.Pie().WithNull(1).Build());
        yield return new("interpreter's offset", Dies, program, Second(Pie(), new(Load, 5, 8, 0x8000)));
        yield return new("interpreter's sizes", Dies, program, Second(Pie(), At(0x8000, 2, 1)));
        yield return new("interpreter's span", Dies, program, Second(Pie(), At(UserEnd)));
        yield return new("interpreter's entry", Dies, program, new ElfBuilder { Entry = UserEnd }.WithLoad().Build());
        byte[] good = Pie().Build();
        byte[] wide = Second(Dynamic(path), new(Load, 6, 0, 0x700000000000, 0, 0x1000));
        yield return new("PIE too wide", Dies, wide, good);
        byte[] aligned = ElfBuilder.Pie().WithInterpreter(Path(path + "\0"))
            .With(new(Load, 5, 0, 0, Alignment: 1UL << 60)).Build();
        yield return new("PIE aligned to 2^60", Dies, aligned, good) { IsForOrdinaryUser = true };
        byte[] aligned63 = ElfBuilder.Pie().WithInterpreter(Path(path + "\0"))
            .With(new(Load, 5, 0, 0, Alignment: 1UL << 63)).Build();
        yield return new("PIE aligned to 2^63", Dies, aligned63, good) { IsForOrdinaryUser = true };
    }

    private static IEnumerable<Case> WithRefusedInterpreter(string path)
    {
        byte[] program = Dynamic(path).Build();
        byte[] good = Pie().Build();
        yield return new("interpreter of 0 bytes", 5, program, []);
        yield return new("interpreter of 63 bytes", 5, program, good[..63]);
        yield return new("interpreter is text", 80, program, Path(new string('x', 100)));
        yield return new("interpreter for i386", 80, program, new ElfBuilder { Machine = 3 }.WithLoad().Build());
        yield return new("interpreter without headers", 80, program, new ElfBuilder { HeaderCount = 0 }.Build());
        yield return new("interpreter truncated", 80, program, good[..119]);
    }

    private static IEnumerable<Case> Accepted()
    {
        yield return new("plain", 0, Static().Build());
        yield return new("plain PIE", 0, Pie().Build());
        yield return new("32-bit class", 0, new ElfBuilder { Class = 1, Data = 9 }.WithLoad().Build());
        yield return new("1170 headers", 0, Many(1170));
        yield return new("100 segments", 0, ManySegments(100));
        yield return new("PT_PHDR that lies", 0, Static().With(new(6, 4, 64, 0x123000, 56, 56, 8)).Build());
        yield return new("headers not loaded", 0, Hidden());
        yield return new("segments overlap", 0, Second(Static(), At(0x400000)));
        yield return new("segments in reverse, PIE", 0, Reverse());
        yield return new("segment beyond the file", 0, Second(Static(), new(Load, 4, 1 << 20, 0x800000)));
        yield return new("empty second segment", 0, Second(Static(), new(Load, 4, 3, 0x800000, 0, 0)));
        byte[] zeros = new ElfBuilder().With(At(0x400000, 0x1800, 0x9000)).Build();
        yield return new("zeros in a read-only segment", 0, zeros);
        yield return new("PIE aligned to 2 MiB", 0, Aligned(1 << 21));
        yield return new("alignment is no power of two", 0, Aligned(12345));
        yield return new("executable stack", 0, Static().WithStack(6).WithStack(7).Build());
    }

    private static byte[] Second(ElfBuilder first, ElfBuilder.Header second) => first.With(second).Build();

    private static byte[] Many(int count, ElfBuilder.Header? last = null)
    {
        ElfBuilder builder = Large().WithNull(count - 1);
        return (last is null ? builder : builder.With(last.Value)).Build();
    }

    private static byte[] ManySegments(int count)
    {
        ElfBuilder builder = Large();
        for (ulong i = 1; i < (ulong)count; i++)
        {
            builder.With(new(Load, 4, 0, 0x400000 + i * 0x10000));
        }

        return builder.Build();
    }

    private static byte[] Hidden() => new ElfBuilder().With(new(Load, 5, 0x1000, 0x401000, 0x1000, 0x1000)).Build();

    private static byte[] NotInFile() => ElfBuilder.Pie().With(new(Load, 4, 0, 0, 0, 0x1000))
        .With(new(Load, 5, 0x1000, 0x1000, 0x1000, 0x1000)).Build();

    private static byte[] Reverse() => ElfBuilder.Pie().With(new(Load, 5, 0x1000, 0x1000, 0x1000, 0x1000))
        .With(new(Load, 4, 0, 0, 0x1000, 0x1000)).Build();
}
