using Ptracer.Journal.Reading;
using Xunit;

namespace Ptracer.Journal.Tests;

public sealed class ReaderTests : JournalTest
{
    [Fact]
    public void Read_SeveralUnits_AreMergedByTime()
    {
        using (JournalWriter a = Writer("a.service", Small))
        using (JournalWriter b = Writer("b.service", Small))
        using (JournalWriter c = Writer("c.socket", Small))
        {
            JournalWriter[] writers = [a, b, c];
            for (int number = 1; number <= 3000; number++)
            {
                Say(writers[number * 7 % 3], $"line {number}", number * 10L);
            }
        }

        Assert.Equal(Lines(1, 3000), Read());
        Assert.Equal(Enumerable.Reverse(Lines(1, 3000)), ReadBackward());
        Assert.Equal(2000, Read(new JournalQuery { Units = ["*.service"] }).Count);
        Assert.Equal(1000, Read(new JournalQuery { Units = ["c.socket"] }).Count);
        Assert.Equal(["a.service", "b.service", "c.socket"], JournalReader.UnitNames(Place));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_SinceAndUntil_AreExact(int damage)
    {
        Write(20_000, new JournalLimits { SegmentBytes = 400_000 });
        foreach (string index in Directory.GetFiles(UnitDirectory(), "*.index"))
        {
            if (damage == 1)
            {
                File.Delete(index);
            }
            else if (damage == 2)
            {
                byte[] bytes = File.ReadAllBytes(index);
                bytes[bytes.Length / 2] ^= 0x10;
                File.WriteAllBytes(index, bytes);
            }
        }

        foreach ((int first, int last) in (ReadOnlySpan<(int, int)>)[(1, 20_000), (5000, 5000), (9999, 10_001), (19_990, 20_000)])
        {
            JournalQuery query = new() { SinceUs = 1_000_000L * first, UntilUs = 1_000_000L * last };
            Assert.Equal(Lines(first, last), Read(query));
            Assert.Equal(Enumerable.Reverse(Lines(first, last)), ReadBackward(query));
        }

        Assert.Empty(Read(new JournalQuery { SinceUs = 20_001L * 1_000_000 }));
        Assert.Empty(Read(new JournalQuery { UntilUs = 1 }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(777)]
    [InlineData(5000)]
    public void SeekTail_Count_GivesTheLast(int count)
    {
        Write(3000, Small);
        using JournalReader reader = new(Place, new JournalQuery());
        int found = reader.SeekTail(count);
        Assert.Equal(Math.Min(3000, count), found);
        Assert.Equal(Lines(3001 - found, 3000), reader.ReadAll().Select(Text));
    }

    [Fact]
    public void SeekTail_Filtered_CountsMatches()
    {
        using (JournalWriter writer = Writer(limits: Small))
        {
            for (int number = 1; number <= 1000; number++)
            {
                Say(writer, $"line {number}", priority: (byte)(number % 100 == 0 ? 3 : 6));
            }
        }

        using JournalReader reader = new(Place, new JournalQuery { HighestPriority = 3 });
        Assert.Equal(3, reader.SeekTail(3));
        Assert.Equal(["line 800", "line 900", "line 1000"], reader.ReadAll().Select(Text));
    }

    [Fact]
    public void Cursor_EveryRecord_StartsThere()
    {
        Write(200, Small);
        Write(200, Small, "b.service");
        using JournalReader all = new(Place, new JournalQuery());
        List<JournalEntry> entries = [.. all.ReadAll()];
        Assert.Equal(400, entries.Count);
        for (int index = 0; index < entries.Count; index += 13)
        {
            Assert.True(JournalCursor.TryParse(entries[index].Cursor, out JournalKey key));
            using JournalReader at = new(Place, new JournalQuery { From = key });
            using JournalReader after = new(Place, new JournalQuery { From = key, Start = CursorStart.After });
            Assert.Equal(entries.Skip(index).Select(entry => entry.Key), at.ReadAll().Select(entry => entry.Key));
            Assert.Equal(entries.Skip(index + 1).Select(entry => entry.Key), after.ReadAll().Select(entry => entry.Key));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("s=1;i=1;t=1")]
    [InlineData("s=00000000000000000000000000000001;i=x;t=1")]
    [InlineData("s=00000000000000000000000000000001;i=1")]
    [InlineData("s=00000000000000000000000000000001;i=1;t=1;z=1")]
    public void TryParse_WrongCursor_IsRefused(string text) => Assert.False(JournalCursor.TryParse(text, out _));

    [Theory]
    [InlineData("LINE 7$", CaseRule.Smart, 0)]
    [InlineData("line 7$", CaseRule.Smart, 1)]
    [InlineData("Line 7$", CaseRule.Insensitive, 1)]
    [InlineData("line [78]$", CaseRule.Sensitive, 2)]
    public void Read_Grep_Finds(string pattern, object rule, int count)
    {
        Write(20);
        Assert.Equal(count, Read(new JournalQuery { Grep = new MessagePattern(pattern, (CaseRule)rule) }).Count);
    }

    [Fact]
    public void Read_SlowPattern_IsStopped()
    {
        using (JournalWriter writer = Writer())
        {
            Say(writer, new string('a', 40) + "!");
        }

        PtracerException failure = Assert.Throws<PtracerException>(
            () => Read(new JournalQuery { Grep = new MessagePattern("^(a+)+$", CaseRule.Smart) }));
        Assert.Contains("more than a second", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoJournal_IsEmpty() => Assert.Empty(Read());

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c*", "abcd", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("*.service", "a.socket", false)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("*a*b*c", "xxaxxbxxcxc", true)]
    [InlineData("abc", "ab", false)]
    public void Matches_Glob_AsFnmatch(string pattern, string name, bool matches) => Assert.Equal(matches, Glob.Matches(pattern, name));
}
