using System.Collections.Immutable;
using Xunit;

namespace Ptracer.Host.Tests.Harness;

/// <summary>
/// The base of every test that runs a guest. It gives the test a scratch directory, shown to the guest as /mnt (and its tmp
/// as /tmp), and checks at the end that no process of the test lives on and that nothing new is in the host's /tmp.
/// </summary>
public abstract class GuestTest : IDisposable
{
    private readonly HashSet<string> _temporaryFiles = Leftovers.TemporaryFiles();
    private readonly List<IDisposable> _running = [];

    /// <summary>Makes a test with the pristine rootfs, or another one.</summary>
    protected GuestTest(string? rootfs = null)
    {
        rootfs ??= TestPlace.Rootfs;
        Scratch = Path.Combine(TestPlace.ScratchParent, "ptracer-" + Path.GetRandomFileName());
        Directory.CreateDirectory(Path.Combine(Scratch, "tmp"));
        GiveToGuest(Scratch);
        Guest = new TestGuest(rootfs)
        {
            Bindings = ["/proc", "/dev", $"{Scratch}:/mnt", $"{Scratch}/tmp:/tmp"],
            WorkingDirectory = "/mnt",
            Variables = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                ["HOME"] = "/mnt",
                ["LANG"] = "C.UTF-8",
                ["TERM"] = "dumb",
                ["PYTHONDONTWRITEBYTECODE"] = "1",
                [Leftovers.Mark] = Scratch,
            }.ToImmutableDictionary(),
        };
    }

    /// <summary>The scratch directory's host path, owned by the guest's user.</summary>
    protected string Scratch { get; }

    /// <summary>The guest, its working directory /mnt.</summary>
    protected TestGuest Guest { get; set; }

    /// <summary>Starts a command and does not wait.</summary>
    protected GuestProcess Start(params string[] command) => StartLine(Guest, Guest.CommandLine(command));

    /// <summary>Runs a command with empty input to its end.</summary>
    protected GuestRun Run(params string[] command) => Start(command).Feed([]).Wait();

    /// <summary>Runs a script in the guest's sh, which ends at the first command that fails.</summary>
    protected GuestRun Sh(string script, int limitSeconds = 120) => Start("sh", "-euc", script).Feed([]).Wait(limitSeconds);

    /// <summary>Starts a script in the guest's sh.</summary>
    protected GuestProcess StartSh(string script) => Start("sh", "-euc", script);

    /// <summary>Starts a command in another guest than the test's own, with empty input.</summary>
    protected GuestProcess StartIn(TestGuest guest, params string[] command) => StartLine(guest, guest.CommandLine(command)).Feed([]);

    /// <summary>Starts a command of the host as the suite's own user, in the guest's environment.</summary>
    protected GuestProcess StartHost(params string[] line) => StartLine(Guest, line).Feed([]);

    /// <summary>What stands before a command of the host that shall run as the guest's user.</summary>
    protected static IReadOnlyList<string> HostUser => TestGuest.UserPrefix();

    /// <summary>Opens a terminal and starts a command line on it, as a session of its own.</summary>
    protected PseudoTerminal OpenTerminal(TestGuest guest, IReadOnlyList<string> line)
    {
        var terminal = new PseudoTerminal(guest, line);
        _running.Add(terminal);
        return terminal;
    }

    /// <summary>Skips a test of something that a simulated device has not.</summary>
    protected static void SkipOnAndroid(string reason) => Assert.SkipWhen(TestPlace.IsAndroid, reason);

    /// <summary>Copies a fixture into the scratch directory and answers its guest path.</summary>
    protected string Fixture(string name)
    {
        File.Copy(TestPlace.Fixture(name), Path.Combine(Scratch, name), overwrite: true);
        GiveToGuest(Scratch);
        return "/mnt/" + name;
    }

    /// <summary>Compiles a C fixture with the guest's own compiler and answers the program's guest path.</summary>
    protected string Compile(string name, params string[] options)
    {
        var program = "/mnt/" + Path.GetFileNameWithoutExtension(name);
        Run(["gcc", "-O1", "-Wall", "-pthread", "-o", program, .. options, Fixture(name)]).ExpectSuccess();
        return program;
    }

    /// <summary>Writes a file into the scratch directory.</summary>
    protected void Write(string name, string text)
    {
        var path = Path.Combine(Scratch, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        GiveToGuest(Scratch);
    }

    /// <summary>Makes the guest's user the owner of a tree, when the suite runs as root.</summary>
    protected static void GiveToGuest(string tree)
    {
        if (TestPlace.IsRoot)
        {
            HostCommand.Run("chown", "-R", $"{TestPlace.UserId}:{TestPlace.UserId}", tree);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what runs and checks what is left.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _running.ForEach(one => one.Dispose());
        var remaining = Leftovers.Remaining(Scratch);
        var files = Leftovers.TemporaryFiles();
        files.ExceptWith(_temporaryFiles);
        files.RemoveWhere(path => Leftovers.IsInUse(path) || !Path.Exists(path));
        HostCommand.Run("chmod", "-R", "u+rwX", Scratch);
        HostCommand.Run("rm", "-rf", Scratch);
        Assert.True(remaining.Length == 0, "processes left behind:\n" + remaining);
        Assert.True(files.Count == 0, "left in /tmp: " + string.Join(' ', files));
    }

    private GuestProcess StartLine(TestGuest guest, IReadOnlyList<string> line)
    {
        var process = new GuestProcess(guest, line, Scratch);
        _running.Add(process);
        return process;
    }
}
