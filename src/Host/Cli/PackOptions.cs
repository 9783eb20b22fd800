using System.CommandLine;
using Ptracer.Packer.Profiles;
using static Ptracer.Host.Cli.OptionDeclarations;

namespace Ptracer.Host.Cli;

/// <summary>The options of <c>pack</c>: the one declaration that parsing and help are made from.</summary>
internal sealed class PackOptions
{
    /// <summary>Where the pack goes.</summary>
    public Option<string[]> Output { get; } = Valued(
        "--output",
        "path",
        "What is made: a directory, or by its ending .tar, .tar.gz, .tar.zst or .oci (an OCI image layout).",
        "-o");

    /// <summary>What it is written as.</summary>
    public Option<string[]> Format { get; } = Valued(
        "--format", "name", "dir, tar, tar.gz, tar.zst or oci, whatever the name's ending says.");

    /// <summary>Replacing what is there.</summary>
    public Option<bool> Force { get; } = Flag("--force", "Replace what is there; without it that is refused.");

    /// <summary>What is packed from.</summary>
    public Option<string[]> From { get; } = Valued(
        "--from",
        "path",
        "What is packed from: a rootfs directory, an archive of one (.tar, .tar.gz, .tar.xz, .tar.zst), or a directory of " +
        ".deb files. Or a guest's name, as for run -r. / when none is given: this machine.",
        "-r",
        "--rootfs");

    /// <summary>Further files.</summary>
    public Option<string[]> Include { get; } = Valued(
        "--include",
        "glob",
        "Files that programs open by name, plugins for instance: * and ? stay within a name, ** stands for any number of " +
        "directories. Libraries that they need come with them. May be repeated.");

    /// <summary>What is left out.</summary>
    public Option<string[]> Exclude { get; } = Valued("--exclude", "glob", "What is left out, whoever asked for it. May be repeated.");

    /// <summary>Profiles.</summary>
    public Option<string[]> Profile { get; } = Valued(
        "--profile",
        "name",
        "What a kind of program needs beyond its libraries: " + string.Join(", ", ProfileStore.Names) +
        ", or the path of a file of your own. Some are taken by themselves, by the libraries that are packed. May be repeated.");

    /// <summary>Profiles that are not taken by themselves.</summary>
    public Option<string[]> Without { get; } = Valued(
        "--without", "name", "A profile that is not taken by itself, such as gconv. May be repeated.");

    /// <summary>BusyBox.</summary>
    public Option<bool> BusyBox { get; } = Flag(
        "--busybox", "Add a static BusyBox with a link for each of its commands, /bin/sh among them, and the directories of the " +
        "File System Hierarchy Standard, so that scripts run.");

    /// <summary>Missing libraries.</summary>
    public Option<bool> AllowMissing { get; } = Flag(
        "--allow-missing", "Pack a program even if a library that it needs is not there; without it that is an error.");

    /// <summary>LD_LIBRARY_PATH.</summary>
    public Option<string[]> LibraryPath { get; } = Valued(
        "--library-path", "path", "LD_LIBRARY_PATH as it will be when the programs run.");

    /// <summary>A traced run.</summary>
    public Option<bool> Trace { get; } = Flag(
        "--trace", "Run the command behind -- in the rootfs, and pack what it and all that it starts use, too.");

    /// <summary>A check.</summary>
    public Option<string[]> Check { get; } = Valued(
        "--check", "pack", "Run the command behind -- in a pack (a directory), and tell what of --from it missed there.");

    /// <summary>Bindings of the run.</summary>
    public Option<string[]> Bindings { get; } = Valued(
        "--bind", "host[:guest][:ro]", "For --trace and --check: as for run. /proc, /dev and /sys are bound anyway.", "-b");

    /// <summary>The directory of the run.</summary>
    public Option<string[]> WorkingDirectory { get; } = Valued(
        "--pwd", "path", "For --trace and --check: the guest directory to start in, / without it.", "-w");

    /// <summary>The identity of the run.</summary>
    public Option<bool> RootIdentity { get; } = Flag("--root-id", "For --trace and --check: as fake root.", "-0");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The options as help shows them, by group.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups =>
    [
        ("What is made", [Output, Format, Force]),
        ("What goes in", [From, Profile, Without, Include, Exclude, BusyBox, LibraryPath, AllowMissing]),
        ("By a run", [Trace, Check, Bindings, WorkingDirectory, RootIdentity]),
        ("Information", [Help]),
    ];

    /// <summary>The options as a System.CommandLine command.</summary>
    public Command ToCommand() => OptionDeclarations.ToCommand(Groups);
}
