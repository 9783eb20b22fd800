using System.Buffers.Binary;
using System.Text;
using Ptracer.Journal.Input;
using Xunit;

namespace Ptracer.Journal.Tests;

public sealed class InputTests
{
    [Theory]
    [InlineData("<34>Oct 11 22:14:15 su[77]: 'su root' failed\n", "'su root' failed", "su", 2, 4, "SYSLOG_TIMESTAMP=Oct 11 22:14:15  SYSLOG_PID=77")]
    [InlineData("<30>Oct  1 02:04:05 cron: x\0", "x", "cron", 6, 3, "SYSLOG_TIMESTAMP=Oct  1 02:04:05 ")]
    [InlineData("<13>tag: no time", "no time", "tag", 5, 1, "")]
    [InlineData("<13>just words here", "just words here", "", 5, 1, "")]
    [InlineData("plain", "plain", "", 5, 1, "")]
    [InlineData("<999>x", "<999>x", "", 5, 1, "")]
    [InlineData("<1234>x", "<1234>x", "", 5, 1, "")]
    [InlineData("<>x", "<>x", "", 5, 1, "")]
    [InlineData("", "", "", 5, 1, "")]
    [InlineData("<191>a[]: b", "b", "a", 7, 23, "")]
    [InlineData("<165>1 2003-10-11T22:14:15.003Z host evntslog 8710 ID47 [a b=\"c\\\"]\"][d] An event", "An event", "evntslog", 5, 20,
        "SYSLOG_TIMESTAMP=2003-10-11T22:14:15.003Z SYSLOG_MSGID=ID47 SYSLOG_STRUCTURED_DATA=[a b=\"c\\\"]\"][d] SYSLOG_PID=8710")]
    [InlineData("<165>1 - - - - - -", "", "", 5, 20, "")]
    [InlineData("<165>1 - - - - - [x", "1 - - - - - [x", "", 5, 20, "")]
    [InlineData("<165>1 apples: two", "1 apples: two", "", 5, 20, "")]
    [InlineData("<14>2024-01-02T03:04:05+00:00 app: iso", "iso", "app", 6, 1, "SYSLOG_TIMESTAMP=2024-01-02T03:04:05+00:00 ")]
    public void Syslog_Datagram_IsRead(string datagram, string message, string tag, int priority, int facility, string fields)
    {
        Collected sink = new();
        SyslogParser.Parse(Encoding.Latin1.GetBytes(datagram), 5, sink);
        Assert.Equal(new Collected.Item(message, tag, 5, priority, facility, LineBreak.None, fields), Assert.Single(sink.Items));
    }

    [Fact]
    public void Native_TextAndBinary_AreRead()
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, 3);
        byte[] datagram =
        [
            .. "MESSAGE=hello\nPRIORITY=3\nSYSLOG_IDENTIFIER=app\nSYSLOG_FACILITY=16\n_PID=1\nlower=1\nBLOB\n"u8, .. length, .. "a\nb\nEMPTY=\n\nMESSAGE=second\n"u8,
        ];
        Collected sink = new();
        NativeProtocol.Parse(datagram, 9, sink);
        Assert.Equal(
            [
                new Collected.Item("hello", "app", 9, 3, 16, LineBreak.None, "BLOB=a\nb EMPTY="),
                new Collected.Item("second", "", 9, 6, 1, LineBreak.None, ""),
            ],
            sink.Items);
    }

    [Fact]
    public void Parsers_AnyBytes_DoNotFail()
    {
        Random random = new(7);
        byte[][] seeds = [.. ((string[])["<34>Oct 11 22:14:15 su[77]: x", "<165>1 - h a b c [d e=\"f\"] x", "MESSAGE=x\nBLOB\n\x03\0\0\0\0\0\0\0abc\n"]).Select(Encoding.Latin1.GetBytes)];
        Collected sink = new();
        for (int round = 0; round < 100_000; round++)
        {
            byte[] bytes = [.. seeds[round % seeds.Length]];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            ReadOnlySpan<byte> part = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            SyslogParser.Parse(part, 0, sink);
            NativeProtocol.Parse(part, 0, sink);
            sink.Items.Clear();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Lines_AnyChunks_AreTheSame(int chunk)
    {
        string text = "first\n\n<3>error\n<9>none\nlong-long-long-line\nnul\0in\xff\nlast";
        Collected sink = new();
        LineSplitter splitter = new(sink, new LineSource { Identifier = "x"u8.ToArray(), Pid = 3, Priority = 5 }, lineMax: 9);
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int at = 0; at < bytes.Length; at += chunk)
        {
            splitter.Feed(bytes.AsSpan(at, Math.Min(chunk, bytes.Length - at)));
        }

        Assert.InRange(splitter.FlushDueInMs, 1, 1000);
        splitter.FlushPartial(LineBreak.Eof);
        Assert.Equal(-1, splitter.FlushDueInMs);
        Assert.Equal(
            ["first", "error", "<9>none", "long-long", "-long-lin", "e", "nul\0in\xff", "last"], sink.Items.Select(item => item.Message));
        Assert.Equal([5, 3, 5, 5, 5, 5, 5, 5], sink.Items.Select(item => item.Priority));
        Assert.Equal(
            [LineBreak.None, LineBreak.None, LineBreak.None, LineBreak.LineMax, LineBreak.LineMax, LineBreak.None, LineBreak.None, LineBreak.Eof],
            sink.Items.Select(item => item.LineBreak));
    }

    [Fact]
    public void Lines_PrefixIgnored_IsText()
    {
        Collected sink = new();
        LineSplitter splitter = new(sink, new LineSource { LevelPrefix = LevelPrefix.Ignore });
        splitter.Feed("<3>x\n"u8);
        Assert.Equal("<3>x", Assert.Single(sink.Items).Message);
    }
}
