namespace Ptracer.Host.Cli;

/// <summary>The help of <c>daemon</c>.</summary>
internal static class DaemonHelp
{
    /// <summary>The API's socket in the run directory.</summary>
    public const string SocketName = "api";

    /// <summary>The text.</summary>
    public const string Text = """
        Usage: ptracer daemon [options]

        Boots each guest whose autostart is on: starts what its default target wants, as systemd would, from the guest's
        own unit files. Services that an earlier daemon has left running are taken over. Services go on when the daemon
        ends, is killed or upgraded: stop them with ptracer guest stop NAME or ptracer systemctl stop UNIT.

          --detach        go on in the background, in a session of its own, once the API answers
          --port n        also serve the API and the control panel on 127.0.0.1, port n (0: any free port); the
                          address with its token is printed, and kept in run/panel below $PTRACER_HOME
          -h, --help      this text

        State is below $PTRACER_HOME (see ptracer guest --help). A second daemon for the same place is refused.
        SIGTERM and SIGINT end it.

        """;
}
