namespace Ptracer.Host.Cli.Systemctl;

/// <summary>The help of <c>systemctl</c>.</summary>
internal static class SystemctlHelp
{
    /// <summary>The text.</summary>
    public const string Text = """
        Usage: ptracer systemctl [options] command [unit...]

        The services of a guest, as systemctl(1) has it; inside a booted guest it is /usr/bin/systemctl. A daemon must run
        (ptracer daemon) for all but enable, disable, mask, unmask, preset, is-enabled and list-unit-files.

        Units
          list-units [pattern...]         the loaded units; list-sockets and list-timers: those
          is-active, is-failed unit...    its state; status 0 if it is so
          status [unit...]                states, processes and last lines of the journal
          show [unit...], cat unit...     properties; files
          start, stop, restart unit...    and try-restart, reload, reload-or-restart, try-reload-or-restart
          isolate target                  start it and stop all else;  default: isolate the default target
          kill unit...                    send a signal (-s) to its processes (--kill-whom=main, control or all)
          reset-failed [unit...]          forget that it failed
          list-dependencies [unit]        what it needs, as a tree
          is-system-running               running, degraded, starting or offline

        Unit files
          list-unit-files [pattern...]    and whether they are enabled
          enable, disable, reenable unit...   --now: start or stop too;  preset, revert
          mask, unmask unit...            never start it
          is-enabled unit...              its state; status 0 if enabled
          edit unit...                    a drop-in in $SYSTEMD_EDITOR, $EDITOR or editor; --full: a copy of the file
          get-default, set-default target
          daemon-reload                   read the unit files again

        Options
          -M, --machine guest   which guest; needless if there is one
          -t, --type list       only units of these types;  --state list: only of these states
          -a, --all             inactive ones and empty properties too;  -l, --full: names are never shortened
          -p, --property list   only these properties, in this order;  -P: and only their values;  --value
          -n, --lines n         lines of the journal in status;  -o, --output mode
          -q, --quiet           no text;  --no-block: do not wait;  --now;  --runtime
          -s, --signal name     for kill;  --job-mode mode: replace, fail or ignore-dependencies
          --preset-mode mode    for preset: full, enable-only or disable-only
          --reverse             list-dependencies: what needs it
          --no-pager, --no-legend, --plain, --no-ask-password, --system

        """;
}
