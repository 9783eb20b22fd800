using Ptracer.Host.Tests.Cli;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

/// <summary>The base of tests of guests with names: a home of their own, and a small rootfs to make guests of.</summary>
public abstract class GuestsTest : CliTest
{
    protected GuestsTest()
        : base(TestPlace.Rootfs)
    {
        Home = Path.Combine(Scratch, "home");
        Rootfs = Path.Combine(Scratch, "mini");
        MiniRootfs.Create(Rootfs);
        File.WriteAllText(Path.Combine(Rootfs, "etc", "passwd"), "root:x:0:0::/root:/bin/sh\nann:x:500:600::/home/ann:/bin/sh\n");
        File.WriteAllText(Path.Combine(Rootfs, "etc", "group"), "root:x:0:\nstaff:x:50:ann\nfriends:x:51:bob,ann\nann:x:600:\n");
        File.WriteAllText(Path.Combine(Rootfs, "etc", "os-release"), "ID=mini\nPRETTY_NAME=\"Mini \\\"1\\\"\"\n");
        Directory.CreateDirectory(Path.Combine(Rootfs, "root"));
        Directory.CreateDirectory(Path.Combine(Rootfs, "home", "ann"));
        GiveToGuest(Scratch);
        Guest = Guest.With("PTRACER_HOME", Home).With("XDG_CACHE_HOME", TestPlace.Cache) with { HostDirectory = Scratch };
    }

    /// <summary>$PTRACER_HOME.</summary>
    protected string Home { get; }

    /// <summary>A rootfs of BusyBox.</summary>
    protected string Rootfs { get; }

    /// <summary>The directory of the guests.</summary>
    protected string GuestsPath => Path.Combine(Home, "guests");

    /// <summary>Runs ptracer to its end.</summary>
    protected GuestRun Ptracer(params string[] words) => RunHost([TestPlace.Binary, .. words]);

    /// <summary>Runs it and expects one line on standard error that has the text, and status 125.</summary>
    protected void Refused(string text, params string[] words)
    {
        GuestRun run = Ptracer(words).ExpectStatus(125);
        Assert.Contains(text, run.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, run.Stderr.Count(letter => letter == '\n'));
    }

    /// <summary>The names that guest list shows.</summary>
    protected string[] Names() =>
        [.. Ptracer("guest", "list").ExpectSuccess().Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ')[0])];

    /// <summary>What a tree is, as lines that two equal trees share: kind, mode, links, size, time, link text, path.</summary>
    protected static string Listing(string tree) =>
        HostCommand.Run("find", tree, "-printf", "%y %m %n %s %T@ %l %P\n") is { } lines
            ? string.Join('\n', lines.Split('\n').Select(WithoutDirectorySize).Order(StringComparer.Ordinal))
            : "";

    // A directory's own size is the file system's affair.
    private static string WithoutDirectorySize(string line)
    {
        string[] words = line.Split(' ', 5);
        return words is ["d", ..] ? $"d {words[1]} {words[4]}" : line;
    }
}
