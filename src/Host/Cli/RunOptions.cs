using System.CommandLine;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary>The options of <c>run</c>: the one declaration that parsing and help are made from.</summary>
internal sealed class RunOptions
{
    /// <summary>The rootfs.</summary>
    public Option<string[]> Rootfs { get; } = Valued(
        "--rootfs", "path", "The directory that the guest sees as /; / when none is given. Or a guest's name (see ptracer guest), where the value " +
        "has no slash and nothing here has that name: then the guest's settings hold, and the options here add to them or win " +
        "over them. Or docker://IMAGE, which was pulled (see ptracer pull): then its command is the default, and its user, " +
        "directory and variables hold. So it is for -R and -S.", "-r");

    /// <summary>The rootfs, with what a program needs to know of the host.</summary>
    public Option<string[]> RootfsWithHost { get; } = Valued(
        "-R",
        "path",
        "-r path, and a binding for each of these that exists here: " + string.Join(' ', RecommendedBindings.Host) +
        " $HOME and path itself.");

    /// <summary>The rootfs as fake root, with what installing packages does not change.</summary>
    public Option<string[]> RootfsForPackages { get; } = Valued(
        "-S",
        "path",
        "-0 -r path, and a binding for each of these that exists here: " + string.Join(' ', RecommendedBindings.Safe) +
        " $HOME and path itself. The right choice for installing packages.");

    /// <summary>Bindings.</summary>
    public Option<string[]> Bindings { get; } = Valued(
        "--bind",
        "host[:guest][!][:ro]",
        "Shows a host file or directory at a guest path (the same path when none is given), which need not exist. A " +
        "link at the guest path is followed, unless ! stands behind it. :ro makes it read-only. May be repeated: the " +
        "deepest guest path wins, then the latest option.",
        "-b",
        "-m",
        "--mount");

    /// <summary>The working directory.</summary>
    public Option<string[]> WorkingDirectory { get; } = Valued(
        "--pwd",
        "path",
        "The guest directory to start in. Without it: the present directory if the guest has it, else /.",
        "-w",
        "--cwd");

    /// <summary>Fake root.</summary>
    public Option<bool> RootIdentity { get; } = Flag(
        "--root-id", "The guest believes that it is root: ids and file owners say so, chown and the like succeed.", "-0");

    /// <summary>A faked identity.</summary>
    public Option<string[]> Identity { get; } = Valued(
        "--change-id", "uid:gid", "The guest believes that it has these ids; -0 is -i 0:0. Wins over -0 and -S.", "-i");

    /// <summary>The kernel release shown.</summary>
    public Option<string[]> KernelRelease { get; } = Valued(
        "--kernel-release", "text", "The release that uname tells the guest.", "-k");

    /// <summary>Ports that are others on the host.</summary>
    public Option<string[]> Ports { get; } = Valued(
        "--port",
        "guest:host",
        "The guest's TCP, UDP or SCTP port is another one on the host: what the guest binds, or reaches on this host, is " +
        "moved there, and the guest is not told. Lets a service have a port below 1024 without privilege: -p 80:8080. " +
        "May be repeated, each port once.",
        "-p");

    /// <summary>Killing what outlives the command.</summary>
    public Option<bool> KillOnExit { get; } = Flag(
        "--kill-on-exit", "When the command exits, kill what it left running; without it ptracer waits for the last.");

    /// <summary>Hard links emulated.</summary>
    public Option<bool> LinkToSymlink { get; } = Flag(
        "--link2symlink",
        "Hard links are symbolic links that the guest sees as files, for places that refuse hard links. On Android, and in a " +
        "rootfs that has some, this is so anyway for those that the kernel refuses.",
        "-l");

    /// <summary>The stub loader's file.</summary>
    public Option<string[]> Loader { get; } = Valued(
        "--loader",
        "path",
        "The file that starts guest programs, for places that do not let anonymous files be executed: ptracer doctor " +
        "tells, ptracer loader writes it.");

    /// <summary>Where to tell what becomes of the command.</summary>
    public Option<string[]> StatusDescriptor { get; } = Valued(
        "--json-status-fd",
        "n",
        "Write a JSON object a line to descriptor n: {\"pid\":P} when the command runs, {\"process\":P,\"exit\":N} (or " +
        "\"signal\") for each process that ends, {\"exit\":N} when the command has ended.");

    /// <summary>Verbosity.</summary>
    public Option<string[]> Verbosity { get; } = Valued(
        "--verbose",
        "n",
        "0 (default): quiet. 1: processes and the programs they start. 2: also each translated call with both paths " +
        "and its result: shows why a program fails. Below 0: no warnings.",
        "-v");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>Version.</summary>
    public Option<bool> Version { get; } = Flag("--version", "Version, engine and architecture.", "-V", "--about");

    /// <summary>The options as help shows them, by group.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups =>
    [
        ("What the guest sees", [Rootfs, RootfsWithHost, RootfsForPackages, Bindings, WorkingDirectory, Ports, LinkToSymlink]),
        ("Who and where it believes to be", [RootIdentity, Identity, KernelRelease]),
        ("How it runs", [KillOnExit, Loader, StatusDescriptor, Verbosity]),
        ("Information", [Help, Version]),
    ];

    /// <summary>The options as a System.CommandLine command.</summary>
    public Command ToCommand() => OptionDeclarations.ToCommand(Groups);
}
