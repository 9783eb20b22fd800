using System.Globalization;
using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Packer.Archives;
using Ptracer.Packer.Dependencies;
using Ptracer.Packer.Packing;
using Ptracer.Packer.Trees;

namespace Ptracer.Host.Cli;

/// <summary><c>pack</c>: the least that some programs need, as a rootfs of its own.</summary>
internal sealed class PackVerb(PackCommand command) : IVerb
{
    /// <summary>Parses the words behind the verb.</summary>
    public static IVerb Parse(WordList words)
    {
        PackCommand command = new PackOptionsParser(new HostView(), GuestPlace.Here(new HostView())).Parse(words);
        return command.Action == PackAction.ShowHelp ? new TextVerb(HelpText.OfPack()) : new PackVerb(command);
    }

    /// <inheritdoc/>
    public int Run() => command.Action == PackAction.Check ? Check() : Make();

    private int Make()
    {
        // A run comes first: what it uses is part of the plan, and no signal is held back meanwhile.
        PackRequest request = command.Action == PackAction.MakeByRun ? Trace(out _) : command.Request;
        using ITree source = PackSource.Open(command.From);
        using IPackOutput output = PackOutputs.Create(command.Output, command.Format, command.Existing);
        PackPlan plan = PackPlanner.Plan(source, request, Dependencies());
        foreach (string warning in plan.Warnings)
        {
            Terminal.Warn(warning);
        }

        ProgressLine progress = new();
        PackSummary summary = PackWriter.Write(plan, output, progress.Show);
        progress.Clear();
        Terminal.Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{command.Output}: {summary.Files} files, {summary.Links} links, {Megabytes(summary.SizeBytes)} MB\n"));
        return 0;
    }

    private PackRequest Trace(out int status)
    {
        using DirectoryTree tree = new(command.From);
        FileTrace trace = TracedRun.Run(command.Run with { RootfsPath = command.From }, tree, out status);
        return status == 0
            ? command.Request with { Used = trace.Present }
            : throw new PtracerException($"--trace: the command ended with status {status}; nothing was packed, make it work first");
    }

    private int Check()
    {
        using DirectoryTree pack = new(command.Output);
        using ITree source = PackSource.Open(command.From);
        FileTrace run = TracedRun.Run(command.Run with { RootfsPath = command.Output }, pack, out int status);
        IReadOnlyList<byte[]> missed = TracedRun.Missed(run, source);
        foreach (byte[] path in missed)
        {
            Terminal.Write($"missed {Terminal.OneLine(Encoding.UTF8.GetString(path))}\n");
        }

        return status != 0 ? status : missed.Count > 0 ? 1 : 0;
    }

    private DependencyOptions Dependencies() => new()
    {
        LibraryPath = command.LibraryPath is { } path ? Encoding.UTF8.GetBytes(path) : null,
    };

    private static string Megabytes(long sizeBytes) => (sizeBytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
