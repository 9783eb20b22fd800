namespace Ptracer.Host.Cli.Journalctl;

/// <summary>The help of <c>journalctl</c>.</summary>
internal static class JournalctlHelp
{
    /// <summary>It.</summary>
    public const string Text =
        """
        journalctl [OPTIONS...] [MATCHES...]

        Query the journal of a guest.

        Source Options:
          -M --machine=GUEST         Operate on a guest (also --guest=GUEST); the only one when not given
          -D --directory=PATH        Show the journal in a directory

        Filtering Options:
          -S --since=DATE            Show entries not older than the specified date
          -U --until=DATE            Show entries not newer than the specified date
          -c --cursor=CURSOR         Show entries starting at the specified cursor
             --after-cursor=CURSOR   Show entries after the specified cursor
             --cursor-file=FILE      Show entries after cursor in FILE and update FILE
          -b --boot[=ID]             Show current boot or the specified boot
          -u --unit=UNIT             Show logs from the specified unit
          -t --identifier=STRING     Show entries with the specified syslog identifier
          -p --priority=RANGE        Show entries within the specified priority range
             --facility=FACILITY...  Show entries with the specified facilities
          -g --grep=PATTERN          Show entries with MESSAGE matching PATTERN
             --case-sensitive[=BOOL] Force case sensitive or insensitive matching

        Output Control Options:
          -o --output=STRING         Change journal output mode (short, short-precise,
                                       short-iso, short-iso-precise, short-full,
                                       short-monotonic, short-unix, verbose, export,
                                       json, json-pretty, json-sse, json-seq, cat,
                                       with-unit)
             --output-fields=LIST    Select fields to print in verbose/export/json modes
          -n --lines[=INTEGER]       Number of journal entries to show
          -r --reverse               Show the newest entries first
             --show-cursor           Print the cursor after all the entries
             --utc                   Express time in Coordinated Universal Time (UTC)
             --no-hostname           Suppress output of hostname field
          -a --all                   Show all fields, including long and unprintable
          -f --follow                Follow the journal
             --no-tail               Show all lines, even in follow mode
          -q --quiet                 Do not show info messages

        Pager Control Options:
             --no-pager              Do not pipe output into a pager
          -e --pager-end             Immediately jump to the end in the pager

        Commands:
          -h --help                  Show this help text
             --version               Show package version
          -N --fields                List all field names currently used
          -F --field=FIELD           List all values that a specified field takes
             --list-boots            Show terse information about recorded boots
             --disk-usage            Show total disk usage of all journal files
             --vacuum-size=BYTES     Reduce disk usage below specified size
             --vacuum-files=INT      Leave only the specified number of journal files
             --vacuum-time=TIME      Remove journal files older than specified time
             --sync                  Synchronize unwritten journal messages to disk
             --flush                 The same
             --rotate                Request immediate rotation of the journal files

        See the journalctl(1) man page for details.

        """;
}
