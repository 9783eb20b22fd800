using System.Buffers.Binary;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>The binary itself: static, and content with nothing but a rootfs and /proc.</summary>
public sealed class StaticBinaryTests : GuestTest
{
    private const int TypeDynamic = 3, SegmentDynamic = 2, SegmentInterpreter = 3;
    private const ulong TagNeeded = 1, TagFlags1 = 0x6ffffffb, Flag1Pie = 0x08000000;

    [Fact]
    public void Binary_IsStaticPie_WithoutInterpreterOrLibraries()
    {
        var bytes = File.ReadAllBytes(TestPlace.Binary);
        Assert.True(bytes is [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, ..], "not a 64-bit ELF file");
        Assert.Equal(TypeDynamic, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(16)));
        Assert.Null(Segment(bytes, SegmentInterpreter));
        var dynamic = Segment(bytes, SegmentDynamic) ?? throw new InvalidDataException("no dynamic section");
        var entries = Enumerable.Range(0, dynamic.Length / 16)
            .Select(at => (Tag: Word(dynamic, at * 16), Value: Word(dynamic, at * 16 + 8))).ToList();
        Assert.DoesNotContain(entries, entry => entry.Tag == TagNeeded);
        Assert.Contains(entries, entry => entry.Tag == TagFlags1 && (entry.Value & Flag1Pie) != 0);
    }

    [Fact]
    public void Binary_InAChrootWithOnlyProcAndRootfs_RunsAProgram()
    {
        Assert.SkipUnless(TestPlace.IsRoot, "only root can chroot");
        var jail = Path.Combine(Scratch, "jail");
        Directory.CreateDirectory(Path.Combine(jail, "proc"));
        Directory.CreateDirectory(Path.Combine(jail, "rootfs"));
        File.Copy(TestPlace.Binary, Path.Combine(jail, "ptracer"));
        GiveToGuest(jail);
        // The mounts are in a mount namespace of their own, and go with its last process.
        var script = $"""
            set -e
            mount --make-rprivate /
            mount -t proc proc {jail}/proc
            mount --bind {TestPlace.Rootfs} {jail}/rootfs
            exec chroot --userspec={TestPlace.UserId}:{TestPlace.UserId} --groups= {jail} "$@"
            """;
        string Jailed(params string[] arguments) => HostCommand.Run(
            "env", ["-i", $"{Leftovers.Mark}={Scratch}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                "unshare", "--mount", "sh", "-c", script, "sh", "/ptracer", "run", "-r", "/rootfs", .. arguments]);

        Assert.Equal("usr 12\n", Jailed("-b", "/proc", "sh", "-c", "echo $(ls -d /usr | cut -c2-) $(cut -d. -f1 /etc/debian_version)"));
        Assert.Equal("without proc\n", Jailed("echo", "without proc"));
        Assert.Equal("/usr/bin/python3.11\n", Jailed("-b", "/proc", "-0", "python3", "-c", "import os; print(os.readlink('/proc/self/exe'))"));
        Assert.Equal(["proc", "ptracer", "rootfs"], Directory.EnumerateFileSystemEntries(jail).Select(Path.GetFileName).Order());
    }

    private static byte[]? Segment(byte[] bytes, uint type)
    {
        var table = (int)Word(bytes, 32);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(56));
        for (var at = table; at < table + count * 56; at += 56)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) == type)
            {
                return bytes.AsSpan((int)Word(bytes, at + 8), (int)Word(bytes, at + 32)).ToArray();
            }
        }

        return null;
    }

    private static ulong Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
}
