using Ptracer.Host.Daemon.Guests;

namespace Ptracer.Host.Cli;

/// <summary>The help texts of <c>guest</c>, <c>shell</c>, <c>exec</c>, <c>import</c> and <c>export</c>.</summary>
internal static class GuestHelp
{
    private const string GuestText =
        """
        Guests: rootfs directories with a name and settings, kept for this user.

        Usage:
          ptracer guest create NAME --rootfs DIR | --from SOURCE [settings]
          ptracer guest list [--json]
          ptracer guest show NAME [--json]
          ptracer guest set NAME settings
          ptracer guest start NAME
          ptracer guest stop NAME
          ptracer guest clone NAME COPY
          ptracer guest rename NAME NEWNAME
          ptracer guest rm NAME [--force]
          ptracer guest export NAME -o PATH
        Each has its own help: ptracer guest create --help

        A name has letters, digits, ., _ and -, at most 64; none leads with . or -. It can stand for the rootfs in
        ptracer run -r NAME, deps -r NAME and pack --from NAME, where nothing in the working directory is called so.

        Where they are: $PTRACER_HOME/guests; without that variable $XDG_DATA_HOME/ptracer/guests, or
        ~/.local/share/ptracer/guests; on Android without a home: ptracer-home beside the executable, or
        /data/local/tmp/ptracer-home. A guest is a directory with guest.json (its settings), rootfs (unless it is used in
        place), journal and state. Whatever is killed at whatever moment: a guest is there whole, or not at all.

        Examples:
          ptracer guest create debian --from debian.tar.gz
          ptracer guest set debian --bind ~/src:/src --env LANG=C.UTF-8 --port 80:8080 --limit NOFILE=4096
          ptracer shell debian
          ptracer exec debian -u www-data -- id
          ptracer guest clone debian testing

        Exit status: 0; 1 when list cannot read a guest; 125 when something is wrong, or a name does not fit.

        """;

    private const string CreateText =
        """
        Makes a guest: of a rootfs that is used where it is, or of a copy of something.

        Usage:
          ptracer guest create NAME --rootfs DIR [settings]
          ptracer guest create NAME --from SOURCE [settings]

        """;

    private const string ImportText =
        """
        Makes a guest of a copy, as guest create NAME --from SOURCE does.

        Usage:
          ptracer import SOURCE NAME [settings]

        """;

    private const string ListText =
        """
        Lists the guests. One that cannot be read is told on standard error, and the status is 1.

        Usage:
          ptracer guest list [--json]

        """;

    private const string ShowText =
        """
        Shows a guest's settings, a line each, named as the options of guest set are.

        Usage:
          ptracer guest show NAME [--json]

        """;

    private const string SetText =
        """
        Changes a guest's settings. What is not named stays; what runs in the guest keeps what it was started with.

        Usage:
          ptracer guest set NAME settings

        """;

    private const string StartText =
        """
        Has the daemon start a guest: its default target, with all services that are enabled. It waits until they have
        started or failed: ptracer systemctl -M NAME --failed

        Usage:
          ptracer guest start NAME

        """;

    private const string StopText =
        """
        Has the daemon stop all units of a guest, in order, and waits until nothing of them runs.

        Usage:
          ptracer guest stop NAME

        """;

    private const string CloneText =
        """
        Copies a guest with its settings and, unless it is used in place, its rootfs; not what its services said. Blocks are
        shared where the file system can; hard links, holes, modes and times are kept. Copy a guest while nothing in it
        writes: a copy of a database that is being written is that of a crash.

        Usage:
          ptracer guest clone NAME COPY

        """;

    private const string RenameText =
        """
        Gives a guest another name. Nothing may run in it.

        Usage:
          ptracer guest rename NAME NEWNAME

        """;

    private const string RemoveText =
        """
        Removes a guest with all that lies in its directory. A rootfs that is used in place stays.

        Usage:
          ptracer guest rm NAME [--force]

        """;

    private const string ExportText =
        """
        Writes a guest's rootfs to a directory, an archive or an OCI image: whole, or not at all. Owners are those that the
        guest sees. Sockets and device nodes are left out.

        Usage:
          ptracer export NAME -o PATH
          ptracer guest export NAME -o PATH

        """;

    private const string ShellText =
        """
        Logs in to a guest: the login shell of its root (or of another user), with a clean environment as login(1) gives:
        TERM as it is here, HOME, SHELL, USER, LOGNAME, PATH, and the guest's own variables.

        Usage:
          ptracer shell NAME [options]
          ptracer shell NAME [options] -- command [argument...]     the command in place of the shell

        """;

    private const string ExecText =
        """
        Runs a command in a guest, whether something runs in it already or not: files, bindings, sockets, /run and /tmp are
        the same for all that run in a guest. The environment is that of shell.

        Usage:
          ptracer exec NAME [options] -- command [argument...]

        """;

    private const string SettingsNotes =
        """

        Every guest is shown, where the host has it:
        {0}. A binding of the guest at such a place covers it.

        """;

    private const string StatusNotes =
        """

        While it runs, the guest cannot be renamed or removed. Exit status: the command's own, 128 + n for signal n, 125 when
        ptracer failed (no such guest, for instance), 126 not executable, 127 not found.

        """;

    /// <summary><c>guest</c>.</summary>
    public static string Guest() => GuestText;

    /// <summary><c>guest create</c>.</summary>
    public static string Create() => CreateText + HelpText.Options(null, new GuestCreateOptions().Groups) + Usual();

    /// <summary><c>import</c>.</summary>
    public static string Import() => ImportText + HelpText.Options(null, new GuestImportOptions().Groups) + Usual();

    /// <summary><c>guest list</c>.</summary>
    public static string List() => ListText + HelpText.Options(null, new GuestReadOptions().Groups);

    /// <summary><c>guest show</c>.</summary>
    public static string Show() => ShowText + HelpText.Options(null, new GuestReadOptions().Groups);

    /// <summary><c>guest set</c>.</summary>
    public static string Set() => SetText + HelpText.Options(null, new GuestSetOptions().Groups) + Usual();

    /// <summary><c>guest start</c>.</summary>
    public static string Start() => StartText + HelpText.Options(null, new GuestPlainOptions().Groups);

    /// <summary><c>guest stop</c>.</summary>
    public static string Stop() => StopText + HelpText.Options(null, new GuestPlainOptions().Groups);

    /// <summary><c>guest clone</c>.</summary>
    public static string Clone() => CloneText + HelpText.Options(null, new GuestPlainOptions().Groups);

    /// <summary><c>guest rename</c>.</summary>
    public static string Rename() => RenameText + HelpText.Options(null, new GuestPlainOptions().Groups);

    /// <summary><c>guest rm</c>.</summary>
    public static string Remove() => RemoveText + HelpText.Options(null, new GuestRemoveOptions().Groups);

    /// <summary><c>export</c>.</summary>
    public static string Export() => ExportText + HelpText.Options(null, new GuestExportOptions().Groups);

    /// <summary><c>shell</c>.</summary>
    public static string Shell() => ShellText + HelpText.Options(null, new GuestUserOptions().Groups) + StatusNotes;

    /// <summary><c>exec</c>.</summary>
    public static string Exec() => ExecText + HelpText.Options(null, new GuestUserOptions().Groups) + StatusNotes;

    /// <summary>All of them, as a test reads them.</summary>
    public static string All() =>
        string.Join("----\n", Guest(), Create(), Import(), List(), Show(), Set(), Start(), Stop(), Clone(), Rename(), Remove(), Export(), Shell(), Exec());

    private static string Usual() => SettingsNotes.Replace("{0}", GuestLaunch.UsualBindings, StringComparison.Ordinal);
}
