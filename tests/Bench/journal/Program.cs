using Ptracer.Journal;
using Ptracer.Journal.Input;
using Ptracer.Journal.Reading;

// JournalBench write DIR: standard input, line by line, into a journal, as a service's keeper does.
// JournalBench read DIR: counts its records. JournalBench grep DIR PATTERN: counts those that match.
switch (args)
{
    case ["write", string directory]:
        Write(directory);
        return 0;
    case ["read", string directory]:
        Console.WriteLine(Count(directory, new JournalQuery()));
        return 0;
    case ["grep", string directory, string pattern]:
        Console.WriteLine(Count(directory, new JournalQuery { Grep = new MessagePattern(pattern, CaseRule.Smart) }));
        return 0;
    default:
        Console.Error.WriteLine("usage: JournalBench write|read|grep DIR [PATTERN]");
        return 2;
}

static void Write(string directory)
{
    const int pipeBytes = 64 << 10;
    using JournalWriter writer = JournalWriter.Open(directory, "bench.service", new JournalId(1), new JournalLimits());
    LineSplitter splitter = new(writer, new LineSource { Identifier = "bench"u8.ToArray(), Pid = Environment.ProcessId });
    using Stream input = Console.OpenStandardInput();
    byte[] buffer = new byte[pipeBytes];
    int count;
    while ((count = input.Read(buffer)) > 0)
    {
        splitter.Feed(buffer.AsSpan(0, count));
        writer.Flush();
        if (writer.SyncDueInMs == 0)
        {
            writer.StartSync();
        }
    }

    splitter.FlushPartial(LineBreak.Eof);
}

static int Count(string directory, JournalQuery query)
{
    using JournalReader reader = new(directory, query);
    return reader.ReadAll().Count();
}
