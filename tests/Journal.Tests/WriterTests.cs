using System.Text;
using Ptracer.Journal.Reading;
using Ptracer.Journal.Store;
using Xunit;

namespace Ptracer.Journal.Tests;

public sealed class WriterTests : JournalTest
{
    [Fact]
    public void Append_AnyBytes_AreReadBack()
    {
        byte[] message = [0, 0xff, (byte)'\n', 0xc3, 0x28, .. "text"u8];
        JournalField[] fields = [new("A_FIELD"u8.ToArray(), new byte[] { 0, 1, 2 }), new("B"u8.ToArray(), Array.Empty<byte>())];
        using (JournalWriter writer = Writer())
        {
            writer.Append(new JournalRecord
            {
                Message = message,
                Identifier = "tag"u8,
                Fields = fields,
                Pid = 42,
                Priority = 3,
                Facility = 9,
                Stream = JournalStream.Native,
                LineBreak = LineBreak.Eof,
            });
        }

        using JournalReader reader = new(Place, new JournalQuery());
        JournalEntry entry = Assert.Single(reader.ReadAll());
        Assert.Equal(message, entry.Message);
        Assert.Equal("tag"u8.ToArray(), entry.Identifier);
        Assert.Equal("a.service", entry.Unit);
        Assert.Equal((42, 3, 9, JournalStream.Native, LineBreak.Eof), (entry.Pid, entry.Priority, entry.Facility, entry.Stream, entry.LineBreak));
        Assert.Equal(Boot, entry.Boot);
        Assert.Equal(1ul, entry.Sequence);
        Assert.Equal(["A_FIELD", "B"], entry.Fields.Select(field => Encoding.ASCII.GetString(field.Name.Span)));
        Assert.Equal([0, 1, 2], entry.Fields[0].Value.ToArray());
        Assert.InRange(entry.Time, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public void Append_LongMessage_IsSplit()
    {
        byte[] message = new byte[(2 << 20) + 5];
        Random.Shared.NextBytes(message);
        using (JournalWriter writer = Writer())
        {
            writer.Append(new JournalRecord { Message = message });
        }

        using JournalReader reader = new(Place, new JournalQuery());
        List<JournalEntry> entries = [.. reader.ReadAll()];
        Assert.Equal([1 << 20, 1 << 20, 5], entries.Select(entry => entry.Message.Length));
        Assert.Equal(message, entries.SelectMany(entry => entry.Message));
    }

    [Fact]
    public void Append_TimeGoesBack_RecordsDoNot()
    {
        using (JournalWriter writer = Writer())
        {
            Say(writer, "a", 5_000);
            Say(writer, "b", 3_000);
        }

        using (JournalWriter writer = Writer())
        {
            Say(writer, "c", 4_000);
        }

        using JournalReader reader = new(Place, new JournalQuery());
        Assert.Equal([5_000, 5_000, 5_000], reader.ReadAll().Select(entry => entry.RealtimeUs));
    }

    [Fact]
    public void Open_NothingAppended_MakesNoSegment()
    {
        Writer().Dispose();
        Assert.Empty(Segments());
    }

    [Fact]
    public void Open_SecondWriter_IsRefused()
    {
        using JournalWriter first = Writer();
        PtracerException failure = Assert.Throws<PtracerException>(() => Writer());
        Assert.Contains("another process writes", failure.Message, StringComparison.Ordinal);
        using JournalWriter other = Writer("b.service");
    }

    [Fact]
    public void Open_Again_GoesOnInTheSegment()
    {
        Write(3);
        Write(3, first: 4);
        Assert.Single(Segments());
        Assert.Equal(Lines(1, 6), Read());
        using JournalReader reader = new(Place, new JournalQuery());
        Assert.Equal([1ul, 2, 3, 4, 5, 6], reader.ReadAll().Select(entry => entry.Sequence));
    }

    [Fact]
    public void Open_OtherBoot_StartsASegment()
    {
        Write(3);
        JournalId boot = JournalId.Random();
        using (JournalWriter writer = Writer(boot: boot))
        {
            Say(writer, "new");
        }

        Assert.Equal(2, Segments().Length);
        Assert.Equal(["new"], Read(new JournalQuery { Boot = boot }));
        Assert.Equal(Lines(1, 3), Read(new JournalQuery { Boot = Boot }));
    }

    [Fact]
    public void Flush_FullSegment_StartsTheNext()
    {
        Write(1000, Small);
        Assert.InRange(Segments().Length, 15, 40);
        Assert.All(Segments(), path => Assert.InRange(new FileInfo(path).Length, 1, Small.SegmentBytes));
        Assert.Equal(Lines(1, 1000), Read());
    }

    [Fact]
    public void Flush_UnitLimit_RemovesTheOldest()
    {
        Write(1000, Small with { UnitBytes = 20_000 });
        List<string> left = Read();
        Assert.InRange(left.Count, 100, 400);
        Assert.Equal(Lines(1001 - left.Count, 1000), left);
        Assert.InRange(JournalVacuum.UsageBytes(Place), 1, 20_000 + Small.SegmentBytes);
    }

    [Fact]
    public void Flush_GuestLimit_RemovesTheOldestOfAllUnits()
    {
        Write(300, Small, "old.service");
        Write(1000, Small with { GuestBytes = 30_000 }, "new.service", first: 301);
        Assert.InRange(JournalVacuum.UsageBytes(Place), 1, 30_000 + Small.SegmentBytes);
        Assert.Single(Segments("old.service"));
    }

    [Fact]
    public void Rotate_Request_EndsTheSegment()
    {
        using JournalWriter writer = Writer();
        Say(writer, "line 1");
        writer.Flush();
        File.WriteAllBytes(Path.Combine(UnitDirectory(), SegmentFormat.RotateName), []);
        Say(writer, "line 2");
        writer.Flush();
        writer.Rotate();
        writer.Rotate();
        Say(writer, "line 3");
        writer.Flush();
        Assert.Equal(3, Segments().Length);
        Assert.False(File.Exists(Path.Combine(UnitDirectory(), SegmentFormat.RotateName)));
        Assert.Equal(Lines(1, 3), Read());
    }

    [Fact]
    public void Open_TornTail_IsCutAndNothingElse()
    {
        Write(10);
        string segment = Assert.Single(Segments());
        byte[] whole = File.ReadAllBytes(segment);
        for (int length = whole.Length - 200; length < whole.Length; length++)
        {
            File.WriteAllBytes(segment, whole[..length]);
            List<string> before = Read();
            Writer().Dispose();
            Assert.Equal(before, Read());
            Assert.True(before.Count < 10);
            Write(1, first: 100);
            Assert.Equal([.. before, "line 100"], Read());
        }
    }

    [Fact]
    public void Open_ZerosBehindTheRecords_AreCut()
    {
        Write(3);
        using (FileStream file = File.OpenWrite(Segments()[0]))
        {
            file.SetLength(file.Length + 5000);
        }

        Assert.Equal(Lines(1, 3), Read());
        Write(1, first: 4);
        Assert.Equal(Lines(1, 4), Read());
    }

    [Fact]
    public void Open_DamageInTheMiddle_KeepsWhatFollows()
    {
        using (JournalWriter writer = Writer())
        {
            for (int number = 1; number <= 5000; number++)
            {
                Say(writer, $"line {number}", number * 1000);
            }
        }

        string segment = Segments()[0];
        byte[] bytes = File.ReadAllBytes(segment);
        bytes[1000] ^= 1;
        File.WriteAllBytes(segment, bytes);
        List<string> left = Read();
        Assert.InRange(left.Count, 3500, 4999);
        Assert.Equal("line 5000", left[^1]);
        Write(1, first: 6000);
        Assert.Equal(2, Segments().Length);
        Assert.Equal([.. left, "line 6000"], Read());
    }

    [Fact]
    public void StartSync_Due_LeavesNothingDue()
    {
        using JournalWriter writer = Writer();
        Assert.Equal(-1, writer.SyncDueInMs);
        Say(writer, "a");
        writer.Flush();
        Assert.InRange(writer.SyncDueInMs, 1, 1000);
        writer.StartSync();
        Assert.Equal(-1, writer.SyncDueInMs);
        Say(writer, "b");
        writer.Flush();
        writer.Sync();
        Assert.Equal(-1, writer.SyncDueInMs);
    }
}
