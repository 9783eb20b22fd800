using System.CommandLine;
using Ptracer.Packer.Dependencies;

namespace Ptracer.Host.Cli;

/// <summary>The options of <c>deps</c>: the one declaration that parsing and help are made from.</summary>
internal sealed class DepsOptions
{
    /// <summary>The rootfs.</summary>
    public Option<string> Rootfs { get; } = Valued(
        "--rootfs", "path", "The directory that the programs see as /, or a guest's name, as for run; / when none is given.", "-r");

    /// <summary>Where relative paths start.</summary>
    public Option<string> WorkingDirectory { get; } = Valued(
        "--pwd", "path", "The directory of the rootfs that relative paths start from; / when none is given.", "-w");

    /// <summary>PATH.</summary>
    public Option<string> SearchPath { get; } = Valued(
        "--path", "list", $"PATH, for programs given by name and for env in scripts: {DependencyOptions.DefaultSearchPath}.");

    /// <summary>LD_LIBRARY_PATH.</summary>
    public Option<string> LibraryPath { get; } = Valued("--library-path", "list", "LD_LIBRARY_PATH of the programs.");

    /// <summary>LD_PRELOAD.</summary>
    public Option<string> Preload { get; } = Valued("--preload", "list", "LD_PRELOAD of the programs.");

    /// <summary>glibc-hwcaps subdirectories.</summary>
    public Option<string> Hwcaps { get; } = Valued(
        "--hwcaps",
        "list",
        "The glibc-hwcaps subdirectories to look into, best first, with colons between. x86-64-v3 alone stands for " +
        "x86-64-v3:x86-64-v2, and so on: what ld.so does on such a machine.");

    /// <summary>A tree for people.</summary>
    public Option<bool> Tree { get; } = Flag("--tree", "A tree for people; the default.");

    /// <summary>JSON.</summary>
    public Option<bool> Json { get; } = Flag("--json", "JSON: files, what each needs and why, what is missing.");

    /// <summary>Graphviz.</summary>
    public Option<bool> Dot { get; } = Flag("--dot", "A graph for dot(1) of Graphviz.");

    /// <summary>A picture.</summary>
    public Option<bool> Svg { get; } = Flag("--svg", "A picture: files by their size, what is missing in red.");

    /// <summary>A flat list.</summary>
    public Option<bool> List { get; } = Flag("--list", "All files, and the symbolic links on the way to them, one a line.");

    /// <summary>One answer a program.</summary>
    public Option<bool> Each { get; } = Flag(
        "--each", "An answer for each program alone, instead of one for all; JSON is then one line a program.");

    /// <summary>More in the tree.</summary>
    public Option<bool> Verbose { get; } = Flag(
        "--verbose", "The tree tells how each file was found, and each symbolic link on the way.", "-v");

    /// <summary>Colours.</summary>
    public Option<string> Color { get; } = Valued(
        "--color", "when", "Colours in the tree: always, never, or auto (the default): on a terminal, unless NO_COLOR is set.");

    /// <summary>Help.</summary>
    public Option<bool> Help { get; } = Flag("--help", "This text.", "-h", "--usage");

    /// <summary>The forms of output, of which one can be chosen.</summary>
    public IReadOnlyList<(Option Option, DepsForm Form)> Forms =>
        [(Tree, DepsForm.Tree), (Json, DepsForm.Json), (Dot, DepsForm.Dot), (Svg, DepsForm.Svg), (List, DepsForm.List)];

    /// <summary>The options as help shows them, by group.</summary>
    public IReadOnlyList<(string Title, Option[] Options)> Groups =>
    [
        ("Where and how it is searched", [Rootfs, WorkingDirectory, SearchPath, LibraryPath, Preload, Hwcaps]),
        ("What is printed", [Tree, Json, Dot, Svg, List, Each, Verbose, Color]),
        ("Information", [Help]),
    ];

    private static Option<string> Valued(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = value, Description = description, Arity = ArgumentArity.ExactlyOne };

    private static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };
}
