using System.Diagnostics;
using System.Globalization;
using Ptracer.Journal.Reading;
using Xunit;

namespace Ptracer.Journal.Tests;

/// <summary>Kills, damage, and full disks.</summary>
public sealed class FaultTests : JournalTest
{
    private const int Kills = 200;

    [Fact]
    public void Kill_AtRandomMoments_LosesNothingAcknowledged()
    {
        Random random = new(3);
        long acknowledged = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process writer = WritingProcess.Start(Place, acknowledged + 1);
            string? line = null;
            int wanted = random.Next(1, 40);
            for (int seen = 0; seen < wanted && writer.StandardOutput.ReadLine() is { } next; seen++)
            {
                line = next;
            }

            writer.Kill();
            writer.WaitForExit();
            while (writer.StandardOutput.ReadLine() is { } next)
            {
                line = next;
            }

            long synced = long.Parse(Assert.IsType<string>(line), CultureInfo.InvariantCulture);
            using JournalReader reader = new(Place, new JournalQuery());
            reader.SeekTail((int)(10_000 + synced - acknowledged));
            List<long> tail = [.. reader.ReadAll().Select(entry => long.Parse(Text(entry).Split(' ')[1], CultureInfo.InvariantCulture))];
            Assert.True(tail[^1] >= synced, $"kill {kill}: {synced} was synced, the last is {tail[^1]}");
            Assert.Equal(Enumerable.Range(0, tail.Count).Select(index => tail[0] + index), tail);
            acknowledged = tail[^1];
        }

        Assert.Equal(acknowledged, Read().Count);
    }

    [Fact]
    public void Read_MutatedFiles_NeverThrows()
    {
        Write(3000, new JournalLimits { SegmentBytes = 100_000 });
        Random random = new(5);
        string[] files = Directory.GetFiles(UnitDirectory());
        byte[][] whole = [.. files.Select(File.ReadAllBytes)];
        for (int round = 0; round < 300; round++)
        {
            int at = random.Next(files.Length);
            byte[] bytes = [.. whole[at]];
            for (int change = bytes.Length == 0 ? 0 : random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(files[at], random.Next(3) == 0 ? bytes[..random.Next(bytes.Length + 1)] : bytes);
            long since = random.Next(3000) * 1_000_000L;
            Assert.Superset(new HashSet<string>(Read()), new HashSet<string>(Lines(1, 3000)));
            Assert.True(Read(new JournalQuery { SinceUs = since }).Count <= 3000);
            Assert.True(ReadBackward(new JournalQuery { SinceUs = since }).Count <= 3000);
            _ = JournalBoot.List(Place);
            if (round % 10 == 0)
            {
                Writer().Dispose();
            }

            for (int index = 0; index < files.Length; index++)
            {
                File.WriteAllBytes(files[index], whole[index]);
            }
        }

        Assert.Equal(Lines(1, 3000), Read());
    }

    [Fact]
    public void Write_FullDisk_GoesOnAndTells()
    {
        Assert.SkipUnless(Environment.UserName == "root", "mounting a small tmpfs needs root");
        string small = Path.Combine(Scratch, "small");
        Directory.CreateDirectory(small);
        Command("mount", "-t", "tmpfs", "-o", "size=256k", "none", small);
        try
        {
            using JournalWriter writer = JournalWriter.Open(Path.Combine(small, "journal"), "a.service", Boot, new JournalLimits());
            string filler = Path.Combine(small, "filler");
            int said = 0;
            void Batch(int count)
            {
                for (int number = 0; number < count; number++)
                {
                    Say(writer, $"line {++said}");
                }

                writer.Flush();
            }

            Batch(100);
            File.WriteAllBytes(filler, new byte[100 << 10]);
            for (int batch = 0; batch < 200; batch++)
            {
                Batch(50);
            }

            long dropped = writer.DroppedRecords;
            Assert.InRange(dropped, 1, said);
            Assert.Equal("ENOSPC", writer.LastError.ToString());
            File.Delete(filler);
            Batch(10);
            Assert.Equal(dropped, writer.DroppedRecords);
            using JournalReader reader = new(Path.Combine(small, "journal"), new JournalQuery());
            List<JournalEntry> entries = [.. reader.ReadAll()];
            JournalEntry notice = Assert.Single(entries, entry => entry.Stream == JournalStream.Journal);
            Assert.StartsWith($"{dropped} records since ", Text(notice), StringComparison.Ordinal);
            Assert.Equal(said - dropped, entries.Count - 1);
            Assert.Equal(11, entries.Count - entries.IndexOf(notice));
            Assert.Equal(Lines((int)(entries.IndexOf(notice) + dropped + 1), said), entries.Skip(entries.IndexOf(notice) + 1).Select(Text));
        }
        finally
        {
            Command("umount", small);
        }
    }

    [Fact]
    public void Open_WhileProcessesAreStarted_IsNotRefused()
    {
        // A child has its parent's descriptors, and with them the lock, between fork and exec.
        bool isEnding = false;
        Thread starting = new(() =>
        {
            while (!Volatile.Read(ref isEnding))
            {
                Command("/bin/true");
            }
        });
        starting.Start();
        try
        {
            for (int number = 1; number <= 3000; number++)
            {
                Writer().Dispose();
            }
        }
        finally
        {
            Volatile.Write(ref isEnding, true);
            starting.Join();
        }
    }

    private static void Command(string program, params string[] words)
    {
        using Process process = Process.Start(program, words);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
