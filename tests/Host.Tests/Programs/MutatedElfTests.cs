using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>Ten thousand ELF files with broken headers, started in one session; compared with the kernel's own answers.</summary>
public sealed class MutatedElfTests : GuestTest
{
    private const int Count = 10_000;

    [Fact]
    public void Exec_MutatedFiles_EndAsUnderTheKernel()
    {
        Write("small.c", "int main(void) { return 33; }\n");
        Sh("musl-gcc -static -s -o small-static small.c; gcc -s -o small-dynamic small.c; gcc -s -no-pie -o small-fixed small.c")
            .ExpectSuccess();
        string[] driver = [Compile("mutate_elf.c", "-static"), $"{Count}", "0x5eed", "/mnt/mutant",
            "/mnt/small-static", "/mnt/small-dynamic", "/mnt/small-fixed"];
        // Without random addresses: some of these files dereference the lower half of their stack's address.
        var traced = Lines(Start(["setarch", "-R", .. driver]).Feed([]).Wait(300));
        Assert.Equal(Count, traced.Count);
        Assert.Equal(3, traced.Select(line => line[0]).Distinct().Count());
        Assert.SkipUnless(TestPlace.IsRoot, "all files ran; only root can compare with a real chroot");

        // The second native run, with mappings from the bottom up, tells which files end by what happens to lie beside what
        // (they make ld.so read beyond its memory) or by where the stack is: those say nothing of a loader.
        var native = Lines(Native(driver, "exec setarch -R"));
        var elsewhere = Lines(Native(driver, "exec setarch --addr-compat-layout"));
        var telling = Enumerable.Range(0, Count).Where(at => Ending(native[at]) == Ending(elsewhere[at])).ToList();
        Assert.InRange(telling.Count, Count * 99 / 100, Count);
        var differing = telling
            .Where(at => Ending(native[at]) != Ending(traced[at]) && !CoversShim(driver, at))
            .GroupBy(at => $"{native[at]} became {traced[at]}")
            .Select(group => $"{group.Count()} x {group.Key}, files {string.Join(' ', group.Take(12))}").ToList();
        // "mutate_elf =FILE SEED WORKFILE program..." writes one of the files, to look at it.
        Assert.True(differing.Count == 0, $"of {Count} files some differ:\n" + string.Join('\n', differing));
    }

    /// <summary>A wild address is SIGBUS or SIGSEGV by what happens to lie there: one ending.</summary>
    private static string Ending(string line) => line == "S 7" ? "S 11" : line;

    /// <summary>
    /// The one difference by design: a program at a fixed address that claims the shim's place, 0x7d000000 and 12 MiB up,
    /// cannot be loaded (ARCHITECTURE.md).
    /// </summary>
    private bool CoversShim(string[] driver, int file)
    {
        const ulong ShimStart = 0x7d000000, ShimEnd = 0x7dc40000;
        Start([driver[0], $"={file}", .. driver[2..]]).Feed([]).Wait(60).ExpectSuccess();
        byte[] elf = File.ReadAllBytes($"{Scratch}/mutant");
        for (int at = (int)BitConverter.ToUInt64(elf, 32), i = 0; i < BitConverter.ToUInt16(elf, 56); i++, at += 56)
        {
            ulong start = BitConverter.ToUInt64(elf, at + 16), end = start + BitConverter.ToUInt64(elf, at + 40);
            if (BitConverter.ToUInt32(elf, at) == 1 && start < ShimEnd && end > ShimStart)
            {
                return true;
            }
        }

        return false;
    }

    private static List<string> Lines(GuestRun run) =>
        [.. run.ExpectSuccess().Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private GuestRun Native(string[] command, string run)
    {
        var script = $"""
            set -e
            mount --make-rprivate /
            mount --bind {Scratch} {TestPlace.Rootfs}/mnt
            mount --rbind /dev {TestPlace.Rootfs}/dev
            mount --rbind /proc {TestPlace.Rootfs}/proc
            {run} chroot --userspec={TestPlace.UserId}:{TestPlace.UserId} --groups= {TestPlace.Rootfs} "$@"
            """;
        return StartHost(["unshare", "--mount", "sh", "-c", script, "sh", .. command]).Wait(300);
    }
}
