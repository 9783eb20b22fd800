using System.Buffers.Binary;
using System.Text;

namespace Ptracer.Loader.Tests;

/// <summary>The i386 part of <see cref="HostileElf"/>: what differs by the layout, or by the end of the address space.</summary>
internal static class HostileI386Elf
{
    private const int Dies = HostileElf.Dies;
    private const ulong UserEnd = 0xffffe000;
    private const ulong Last = uint.MaxValue;
    private const uint Load = 1;

    /// <summary>Makes the table for interpreter files at the given path.</summary>
    internal static IEnumerable<HostileElf.Case> Table(string interpreterPath)
    {
        List<HostileElf.Case> cases = [.. Refused(), .. Deadly(), .. WithInterpreter(interpreterPath), .. Accepted()];
        return cases.Select(c => c with { Name = "i386: " + c.Name, Machine = ElfMachine.I386 });
    }

    private static ElfBuilder Static() => ElfBuilder.I386().WithLoad();

    private static ElfBuilder Pie() => ElfBuilder.I386Pie().WithLoad();

    private static byte[] Path(string text) => Encoding.ASCII.GetBytes(text);

    private static ElfBuilder Dynamic(string path) => ElfBuilder.I386Pie().WithInterpreter(Path(path + "\0")).WithLoad();

    private static ElfBuilder.Header At(ulong address, ulong fileSize = 0x2000, ulong memorySize = 0x2000) =>
        new(Load, 5, 0, address, fileSize, memorySize);

    private static byte[] PathOutside(ulong offset, ulong size) =>
        ElfBuilder.I386().With(new(3, 4, offset, 0, size, size, 1)).WithLoad().Build();

    private static IEnumerable<HostileElf.Case> Refused()
    {
        yield return new("header alone", 8, Static().Build()[..52]);
        yield return new("44 bytes", 8, Tiny(44));
        yield return new("truncated table", 8, Static().Build()[..83]);
        yield return new("object file", 8, Make(ElfBuilder.I386(), b => b.Type = 1));
        yield return new("machine 7", 8, Make(ElfBuilder.I386(), b => b.Machine = 7));
        yield return new("x86-64 machine", 8, Make(ElfBuilder.I386(), b => b.Machine = 62));
        yield return new("no headers", 8, Make(ElfBuilder.I386(), b => b.HeaderCount = 0));
        yield return new("65535 headers", 8, Make(ElfBuilder.I386(), b => b.HeaderCount = 65535));
        yield return new("2049 headers", 8, Many(2049));
        yield return new("header size 31", 8, Make(ElfBuilder.I386(), b => b.HeaderSize = 31));
        yield return new("header size 56", 8, Make(ElfBuilder.I386(), b => b.HeaderSize = 56));
        yield return new("table offset wraps", 8, Make(ElfBuilder.I386(), b => b.TableOffset = Last - 8));
        yield return new("path size wraps", 8, PathOutside(64, Last));
        yield return new("path beyond the end", 5, PathOutside(1UL << 31, 8));
        yield return new("path empty", 13, ElfBuilder.I386().WithInterpreter([0, 0]).WithLoad().Build());
    }

    private static IEnumerable<HostileElf.Case> Deadly()
    {
        yield return new("nothing to load", Dies, ElfBuilder.I386().WithNull(1).Build());
        yield return new("offset does not fit", Dies, Second(Static(), new(Load, 5, 0x10, 0x800000)));
        yield return new("file size over memory size", Dies, Second(Static(), At(0x800000, 0x2000, 0x1000)));
        yield return new("file size wraps", Dies, Second(Static(), At(0x800000, Last, 0x1000)));
        yield return new("memory size wraps", Dies, Second(Static(), At(0x800000, 0, Last - 0xfff)));
        yield return new("memory size is everything", Dies, Second(Static(), At(0x800000, 0, UserEnd)));
        yield return new("address at the end", Dies, Second(Static(), At(UserEnd)));
        yield return new("address in the last page", Dies, Second(Static(), At(Last - 0xfff)));
        yield return new("one page over the end", Dies, Second(Static(), At(UserEnd - 0x1000)));
        yield return new("entry at the end", Dies, Make(ElfBuilder.I386(), b => b.Entry = UserEnd));
        yield return new("2048 headers, the last is bad", Dies, Many(2047, At(UserEnd)));
    }

    private static IEnumerable<HostileElf.Case> WithInterpreter(string path)
    {
        byte[] program = Dynamic(path).Build();
        byte[] good = Pie().Build();
        yield return new("interpreter of 51 bytes", 5, program, good[..51]);
        yield return new("interpreter is text of 52 bytes", 80, program, Path(new string('x', 52)));
        yield return new("interpreter for x86-64", 80, program, ElfBuilder.Pie().WithLoad().Build());
        yield return new("interpreter truncated", 80, program, good[..83]);
        yield return new("interpreter's header size 56", 80, program, Make(ElfBuilder.I386Pie(), b => b.HeaderSize = 56));
        byte[] program64 = ElfBuilder.Pie().WithInterpreter(Path(path + "\0")).WithLoad().Build();
        yield return new("interpreter of an x86-64 program", 80, program64, good);
        yield return new("interpreter of 63 bytes of an x86-64 program", 5, program64, good[..63]);
        yield return new("interpreter is an object", Dies, program, Make(ElfBuilder.I386(), b => b.Type = 1));
        yield return new("interpreter's span", Dies, program, Second(Pie(), At(UserEnd)));
        yield return new("interpreter's entry", Dies, program, Make(ElfBuilder.I386(), b => b.Entry = UserEnd));
        yield return new("PIE too wide", Dies, Second(Dynamic(path), new(Load, 6, 0, 0xc0000000, 0, 0x1000)), good);
        byte[] aligned = ElfBuilder.I386Pie().WithInterpreter(Path(path + "\0"))
            .With(new(Load, 5, 0, 0, Alignment: 1UL << 31)).Build();
        yield return new("PIE aligned to 2^31", Dies, aligned, good) { IsForOrdinaryUser = true };
    }

    private static IEnumerable<HostileElf.Case> Accepted()
    {
        yield return new("plain", 0, Static().Build());
        yield return new("plain PIE", 0, Pie().Build());
        yield return new("machine 486", 0, Make(ElfBuilder.I386(), b => b.Machine = 6));
        yield return new("64-bit class", 0, Make(ElfBuilder.I386(), b => (b.Class, b.Data) = (2, 9)));
        yield return new("2048 headers", 0, Many(2048));
        yield return new("segments overlap", 0, Second(Static(), At(0x400000)));
        yield return new("PIE aligned to 2 MiB", 0, Aligned(1 << 21));
        yield return new("alignment is no power of two", 0, Aligned(12345));
        yield return new("zeros in a read-only segment", 0, ElfBuilder.I386().With(At(0x400000, 0x1800, 0x9000)).Build());
        yield return new("executable stack", 0, Static().WithStack(7).Build());
    }

    private static byte[] Make(ElfBuilder builder, Action<ElfBuilder> change)
    {
        change(builder);
        return builder.WithLoad().Build();
    }

    private static byte[] Aligned(ulong alignment) =>
        ElfBuilder.I386Pie().With(new(Load, 5, 0, 0, Alignment: alignment)).Build();

    private static byte[] Second(ElfBuilder builder, ElfBuilder.Header header) => builder.With(header).Build();

    private static byte[] Many(int count, ElfBuilder.Header? last = null)
    {
        ElfBuilder builder = ElfBuilder.I386();
        builder.TableOffset = 0x3000;
        builder.FileLength = 0x20000;
        builder.WithLoad().WithNull(count - 1);
        return last is ElfBuilder.Header header ? builder.With(header).Build() : builder.Build();
    }

    /// <summary>
    /// A program whose only header, not to be executed, lies at 4 in the ELF header, which ends with the file after
    /// the first byte of e_phnum.
    /// </summary>
    internal static byte[] Tiny(int length)
    {
        byte[] file = new byte[52];
        "\u007fELF\u0001"u8.CopyTo(file);
        ReadOnlySpan<uint> words = [0, 0x10000, 0x30002, 45, 0x10020, 4, 0x1000];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8 + 4 * i), words[i]);
        }

        file[42] = 32;
        file[44] = 1;
        return file[..length];
    }
}
