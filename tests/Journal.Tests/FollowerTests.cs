using Ptracer.Journal.Reading;
using Xunit;

namespace Ptracer.Journal.Tests;

public sealed class FollowerTests : JournalTest
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Next_WriterRotatesAndVacuums_EachRecordOnceInOrder()
    {
        const int count = 50_000;
        using JournalFollower follower = new(Place, new JournalQuery(), tail: null);
        Thread writing = new(() =>
        {
            using JournalWriter writer = Writer(limits: new JournalLimits { SegmentBytes = 64 << 10 });
            for (int number = 1; number <= count; number++)
            {
                Say(writer, $"line {number}");
                if (number % 37 == 0)
                {
                    writer.Flush();
                }
            }
        });
        writing.Start();
        using CancellationTokenSource cancel = new(s_limit);
        for (int number = 1; number <= count; number++)
        {
            Assert.Equal($"line {number}", follower.Next(cancel.Token) is { } entry ? Text(entry) : "cancelled");
        }

        writing.Join();
        Assert.Null(follower.TryNext());
        Assert.True(Segments().Length > 10);
    }

    [Fact]
    public void Next_NewUnits_AreFollowed()
    {
        using JournalFollower follower = new(Place, new JournalQuery { Units = ["*.service"] }, tail: 0);
        using CancellationTokenSource cancel = new(s_limit);
        for (int number = 1; number <= 50; number++)
        {
            Write(1, unit: $"u{number}.service", first: number);
            Write(1, unit: $"u{number}.socket", first: number);
            Assert.Equal($"line {number}", Text(follower.Next(cancel.Token)!));
        }
    }

    [Fact]
    public void Next_Tail_StartsWithTheLast()
    {
        Write(100, Small);
        using JournalFollower follower = new(Place, new JournalQuery(), tail: 2);
        using CancellationTokenSource cancel = new(s_limit);
        Assert.Equal("line 99", Text(follower.Next(cancel.Token)!));
        Assert.Equal("line 100", Text(follower.Next(cancel.Token)!));
        Assert.Null(follower.TryNext());
        Write(1, first: 101);
        Assert.Equal("line 101", Text(follower.Next(cancel.Token)!));
    }

    [Fact]
    public void Next_Cancelled_Ends()
    {
        using JournalFollower follower = new(Place, new JournalQuery(), tail: null);
        using CancellationTokenSource cancel = new();
        Thread canceller = new(cancel.Cancel);
        canceller.Start();
        Assert.Null(follower.Next(cancel.Token));
        canceller.Join();
    }
}
