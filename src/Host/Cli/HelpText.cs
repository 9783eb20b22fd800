using System.CommandLine;

namespace Ptracer.Host.Cli;

/// <summary>The help texts. Options come from their declaration; the rest is here.</summary>
internal static class HelpText
{
    /// <summary>Column where an option's description starts.</summary>
    private const int Indent = 10;

    private const string Synopsis =
        """
        ptracer runs Linux programs from a rootfs directory, without root and without namespaces: the guest sees the
        directory as /.

        Usage:
          ptracer run [options] [--] [command [argument...]]
          ptracer doctor [-r rootfs]      what this kernel and place allow, and the remedy for what they do not
          ptracer deps [options] program...
                                          what programs need to run: libraries, loaders, interpreters; runs nothing
          ptracer pack -o path [options] program...
                                          the least that programs need, as a rootfs, an archive or an OCI image
          ptracer guest create | list | show | set | clone | rename | rm | export
                                          guests: rootfs directories with a name and settings
          ptracer shell name [options] [-- command...]
                                          a login shell in a guest
          ptracer exec name [options] -- command...
                                          a command in a guest, also while it is running
          ptracer pull image [-o path]    an image of a registry, for run -r docker://image
          ptracer import source name      guest create --from
          ptracer export name -o path     guest export
          ptracer daemon [options]        keeps the services of guests: their systemd units, an API, a control panel
          ptracer systemctl [options] command [unit...]
                                          the services of a guest, as systemctl(1) has it
          ptracer journalctl [options] [matches]
                                          what the services of a guest said, as journalctl(1) shows it
          ptracer service verify guest unit...
                                          what of a unit cannot be honoured here, and what is wrong in its files
          ptracer loader path             writes the file that --loader names
          ptracer help [run | doctor | deps | pack | guest | shell | exec | pull | import | export | daemon | systemctl
                        | journalctl | service]
          ptracer --version
        A copy or link of ptracer that is called proot takes PRoot's command line: proot [options] [command...]

        """;

    private const string RunSynopsis =
        """
        Runs a command in a guest. Options end at the first word that is not an option, or behind --.

        """;

    private const string Command =
        """

        The command is looked up as a shell of the guest would: a name without / along PATH, in the guest. Without a
        command the guest's /bin/sh is started as a login shell, as PRoot does. Values are written -r x, -rx, -r=x,
        --rootfs x or --rootfs=x. The environment is passed on as it is.

        """;

    private const string Examples =
        """

        Examples:
          ptracer run -r debian                                 a shell in the rootfs
          ptracer run -r debian -b /proc -b /dev cat /etc/motd  a command that needs /proc and /dev
          ptracer run -S debian apt-get install hello           packages, as fake root
          ptracer run -r debian -b ~/src:/src:ro -w /src make   a host directory, read-only, at /src
          ptracer run -r docker://debian:12 cat /etc/motd       an image that was pulled
          ptracer run -r debian -v 2 /usr/sbin/cupsd -f         why does it fail? each path and its result

        """;

    private const string Statuses =
        """

        Exit status:
          the command's own; 128 + n when signal n ended it
          125  ptracer itself failed: a wrong option, rootfs or binding
          126  the command cannot be executed: no permission, wrong architecture, a damaged file
          127  the command was not found in the guest

        """;

    private const string Environment =
        """

        Environment:
          PTRACER_LOADER  the same as --loader, which wins over it
          PTRACER_HOME    where guests are kept: $XDG_DATA_HOME/ptracer or ~/.local/share/ptracer without it
          HOME            bound by -R and -S
          PATH            where the command is looked up, in the guest

        """;

    private const string Doctor =
        """
        Tries what ptracer needs of this kernel and place, and says in plain words what is missing and what to do.

        Usage:
          ptracer doctor [-r rootfs]

          -r, --rootfs path
                  Examine this rootfs too: its directory, its /bin/sh, the architecture of its programs.
          -h, --help
                  This text.

        Exit status: 0 when guests can run, 1 when they cannot, 125 for a wrong option.

        """;

    private const string DepsSynopsis =
        """
        Shows what programs need to run, as their dynamic loaders would find it: libraries, loaders, interpreters of
        scripts. Nothing is executed, so the rootfs may be one of another processor.

        Usage:
          ptracer deps [options] [--] program...

        A program is a path of the rootfs, or a name that is looked up along PATH in it; a library or a script will do.

        """;

    private const string DepsNotes =
        """

        What is searched: DT_RPATH, --library-path, DT_RUNPATH, /etc/ld.so.cache (without one: the directories of
        /etc/ld.so.conf), the directories that the loader has compiled in; for musl its own places. Of libraries in
        glibc-hwcaps directories none is taken unless --hwcaps names it: so the answer does not depend on this machine.

        Examples:
          ptracer deps -r debian python3               a tree: who needs what, and what is missing
          ptracer deps -r debian --list git            every file and link, one a line
          ptracer deps -r debian --svg git >git.svg    a picture
          ptracer deps -r debian --json --each /usr/bin/*

        Exit status: 0; 1 when something is missing or unfit; 125 for a wrong option or rootfs.

        """;

    private const string PackSynopsis =
        """
        Makes a rootfs with the least that programs need: the programs, every library and link, the dynamic loader, and
        what they open by name.

        Usage:
          ptracer pack -o path [options] program...
          ptracer pack -o path --trace [options] [program...] -- command [argument...]
          ptracer pack --check pack [options] -- command [argument...]

        A program is a path of what is packed from, or a name that is looked up along PATH in it.

        """;

    private const string PackNotes =
        """

        Examples:
          ptracer pack -o git-rootfs --from debian git                  git, ready for: ptracer run -r git-rootfs git
          ptracer pack -o shell.tar.gz --from debian --busybox          a shell and its commands
          ptracer pack -o py --from debian --trace -- python3 app.py    exactly what this run uses
          ptracer pack --check py --from debian -- python3 app.py       does it run there, and what did it miss?

        Why each file is there stands in usr/share/ptracer/manifest.json of the pack. The same input makes the same
        bytes; SOURCE_DATE_EPOCH gives the time of what is made.

        Exit status: 0; 125 when nothing was made; that of the command for --trace and --check; 1 when --check missed
        something.

        """;

    /// <summary>What <c>ptracer --help</c> says: enough to need nothing else.</summary>
    public static string Overview() => Synopsis + Options("Options of run", new RunOptions().Groups) + Command + Examples + Statuses + Environment;

    /// <summary>The help of <c>run</c>.</summary>
    public static string Run(RunDialect dialect)
    {
        string usage = dialect == RunDialect.Proot
            ? "proot [options] [command [argument...]]"
            : "ptracer run [options] [--] [command [argument...]]";
        return RunSynopsis + $"\nUsage:\n  {usage}\n" + Options(null, new RunOptions().Groups) + Command + Examples + Statuses + Environment;
    }

    /// <summary>The help of <c>doctor</c>.</summary>
    public static string OfDoctor() => Doctor;

    /// <summary>The help of <c>deps</c>.</summary>
    public static string Deps() => DepsSynopsis + Options(null, new DepsOptions().Groups) + DepsNotes;

    /// <summary>The help of <c>pack</c>.</summary>
    public static string OfPack() => PackSynopsis + Options(null, new PackOptions().Groups) + PackNotes;

    /// <summary><c>ptracer help [verb]</c>.</summary>
    /// <exception cref="PtracerException">There is no such verb.</exception>
    public static TextVerb Verb(WordList words)
    {
        if (words.Count == 0)
        {
            return new TextVerb(Overview());
        }

        return words.Text(0) switch
        {
            "run" => new TextVerb(Run(RunDialect.Ptracer)),
            "doctor" => new TextVerb(Doctor),
            "deps" => new TextVerb(Deps()),
            "pack" => new TextVerb(OfPack()),
            "guest" => GuestVerb.HelpOf(words),
            "shell" => new TextVerb(GuestHelp.Shell()),
            "exec" => new TextVerb(GuestHelp.Exec()),
            "pull" => new TextVerb(PullVerb.Help()),
            "import" => new TextVerb(GuestHelp.Import()),
            "export" => new TextVerb(GuestHelp.Export()),
            "daemon" => new TextVerb(DaemonHelp.Text),
            "systemctl" => new TextVerb(Systemctl.SystemctlHelp.Text),
            "journalctl" => new TextVerb(Journalctl.JournalctlHelp.Text),
            "service" => new TextVerb(ServiceVerb.Help),
            string other => throw new PtracerException(
                $"help {other}: no such verb; ptracer --help lists them"),
        };
    }

    /// <summary>Options as help shows them.</summary>
    /// <param name="heading">What stands above them; null: nothing.</param>
    /// <param name="groups">By group.</param>
    public static string Options(string? heading, IReadOnlyList<(string Title, Option[] Options)> groups)
    {
        TextColumns text = new();
        if (heading is not null)
        {
            text.Line("").Line(heading + ":");
        }

        foreach ((string title, Option[] options) in groups)
        {
            text.Line("").Line(title + ":");
            foreach (Option option in options)
            {
                text.Line("  " + Forms(option)).Wrapped(option.Description ?? "", Indent);
            }
        }

        return text.ToString();
    }

    // Short names first: "-r, --rootfs path".
    private static string Forms(Option option)
    {
        string shorts = "";
        string longs = "";
        foreach (string name in (string[])[option.Name, .. option.Aliases])
        {
            if (name.StartsWith("--", System.StringComparison.Ordinal))
            {
                longs += ", " + name;
            }
            else
            {
                shorts += ", " + name;
            }
        }

        string value = option.HelpName is null ? "" : " " + option.HelpName;
        return (shorts + longs)[2..] + value;
    }
}
