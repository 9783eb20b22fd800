using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Ptracer.Host.Tests.Cli;
using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Http;
using Xunit;

namespace Ptracer.Host.Tests.Services.Real;

/// <summary>
/// CUPS, nginx, Redis, sshd and cron of Debian's own packages, installed with all that they recommend (systemd, udev, polkit,
/// avahi, and exim, which has only an init script) in a guest whose daemon runs: they do their work, go on when the daemon is
/// killed, and come back after a full stop and start.
/// </summary>
public sealed partial class InstalledServicesTests : CliTest
{
    private const string Install = """
        rm -rf /etc/apt/sources.list.d
        echo 'deb [trusted=yes] file:/srv/debs ./' >/etc/apt/sources.list
        apt-get purge -qq -y avahi-daemon cups-daemon dbus nginx-common redis-tools libnginx-mod-http-echo
        apt-get update -qq
        apt-get install -qq -y cups nginx redis-server openssh-server cron
        """;

    private static readonly string[] s_services = ["cups", "nginx", "redis-server", "ssh", "cron"];

    // An init script: it has no main process that is known.
    private const string ScriptService = "exim4";

    private readonly WritableRootfs _rootfs = new();
    private readonly string _ssh = FreePort();
    private readonly string _http = FreePort();
    private readonly string _smtp = FreePort();
    private readonly string _redis = FreePort();
    private readonly string _ipp = FreePort();
    private readonly string _key;
    private int _daemon;
    private int _works;

    public InstalledServicesTests()
    {
        _key = Path.Combine(Scratch, "key");
        Guest = Guest.With("PTRACER_HOME", Path.Combine(Scratch, "home")).With("XDG_CACHE_HOME", TestPlace.Cache)
            .With("DEBIAN_FRONTEND", "noninteractive") with
        { HostDirectory = Scratch };
    }

    private static string Debs => Environment.GetEnvironmentVariable("PTRACER_SERVICE_DEBS") is { Length: > 0 } path ? path
        : throw new InvalidOperationException("PTRACER_SERVICE_DEBS is not set; scripts/service-debs.sh prints it");

    [Fact]
    public async Task Install_WithTheDaemonRunning_ServicesWorkAndComeBack()
    {
        Ptracer("guest", "create", "box", "--rootfs", _rootfs.RootfsPath, "--bind", Debs + ":/srv/debs:ro", "--port", "22:" + _ssh,
            "--port", "25:" + _smtp, "--port", "80:" + _http, "--port", "6379:" + _redis, "--port", "631:" + _ipp).ExpectSuccess();
        StartDaemon();
        var installed = InGuest(Install);
        Assert.DoesNotContain("deb-systemd-helper: error", installed.Stderr, StringComparison.Ordinal);
        Assert.DoesNotContain("Defaulting to block", installed.Stderr, StringComparison.Ordinal);
        foreach (var service in s_services)
        {
            Systemctl("enable", "--now", service);
        }

        Systemctl("is-enabled", ScriptService).ExpectText("enabled\n");
        Prepare();
        await Work();
        var before = MainProcesses();

        Harness.Posix.Send(_daemon, GuestSignal.Kill);
        Assert.True(Harness.Posix.WaitEnd(_daemon, TimeSpan.FromSeconds(10)));
        StartDaemon();
        Assert.Equal(before, MainProcesses());
        await Work();
        // The one wait: cron runs jobs at the full minute.
        Ptracer("exec", "box", "--", "sh", "-c", "i=0; until [ -s /root/minutes ] || [ $i = 70 ]; do sleep 1; i=$((i+1)); done; cat /root/minutes")
            .ExpectSuccess().ExpectText("uid=0(root)");

        Stop();
        StartDaemon();
        await Active();
        Assert.Empty(before.Intersect(MainProcesses()));
        InGuest("runlevel").ExpectOutput("N 5\n"); // systemd's package has made graphical.target the default
        await Work();
        InGuest("cat /root/boots").ExpectText("up\n");
        Stop();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_daemon != 0)
        {
            Ptracer("guest", "stop", "box");
            Harness.Posix.End(_daemon);
        }

        base.Dispose(disposing);
        _rootfs.Dispose();
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("process ([0-9]+)")]
    private static partial Regex ProcessOfDaemon();

    private GuestRun Ptracer(params string[] words) => StartHost([.. HostUser, TestPlace.Binary, .. words]).Wait(180);

    private GuestRun InGuest(string script) => Ptracer("exec", "box", "--", "sh", "-euc", script).ExpectSuccess();

    private GuestRun Systemctl(params string[] words) => Ptracer(["systemctl", "-M", "box", .. words]).ExpectSuccess();

    private void StartDaemon()
    {
        var told = Ptracer("daemon", "--detach").ExpectSuccess();
        _daemon = int.Parse(ProcessOfDaemon().Match(told.Stdout + told.Stderr).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private void Stop()
    {
        Ptracer("guest", "stop", "box").ExpectSuccess();
        Harness.Posix.Send(_daemon, GuestSignal.Terminate);
        Assert.True(Harness.Posix.WaitEnd(_daemon, TimeSpan.FromSeconds(20)));
        _daemon = 0;
        Assert.Equal("", Leftovers.Remaining(Scratch)); // a keeper ends a moment after its last word
    }

    private string[] MainProcesses() =>
        [.. s_services.Select(service => Systemctl("show", service, "-p", "MainPID", "--value").Stdout.Trim())];

    // cupsd waits for colord, which nothing starts by D-Bus, some seconds for each printer.
    private Task Active() => Wait.Until(
        () => Ptracer(["systemctl", "-M", "box", "is-active", "-q", "multi-user.target"]).Status == 0,
        () => Ptracer("systemctl", "-M", "box", "list-units", "--all").Stdout,
        limitSeconds: 120);

    /// <summary>A key that may log in, a crontab, and nothing else that the packages have not brought.</summary>
    private void Prepare()
    {
        HostCommand.Run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", _key);
        var key = File.ReadAllText(_key + ".pub").Trim();
        InGuest($"mkdir -p /root/.ssh; chmod 700 /root /root/.ssh; echo '{key}' >/root/.ssh/authorized_keys; " +
            "printf '%s\\n' '@reboot echo up >>/root/boots' '* * * * * id >>/root/minutes' | crontab -");
    }

    private async Task Work()
    {
        _works++;
        await Active();
        Assert.Contains("Welcome to nginx!", HostCommand.Run("curl", "-sS", "--retry", "5", "--retry-connrefused", $"http://127.0.0.1:{_http}/"), StringComparison.Ordinal);
        InGuest($"redis-cli set works {_works} && redis-cli get works").ExpectOutput($"OK\n{_works}\n");
        Assert.Equal("0 root\n", Login("echo $(id -u) $(whoami)"));
        Assert.Contains("/dev/pts/", Login("tty", "-tt"), StringComparison.Ordinal);
        await Print();
        Assert.Equal("active\n", Systemctl("is-active", "cron").Stdout);
        await Greet();
    }

    /// <summary>The mail server answers.</summary>
    private async Task Greet()
    {
        Assert.Equal("active\n", Systemctl("is-active", ScriptService).Stdout);
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, int.Parse(_smtp, CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
        using StreamReader reader = new(client.GetStream());
        Assert.Contains("ESMTP Exim", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private string Login(string command, params string[] options) => HostCommand.Run("ssh", [.. options, "-F", "none", "-i", _key,
        "-p", _ssh, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes",
        "root@127.0.0.1", command]);

    /// <summary>A text becomes a page of PostScript at a printer of the network, which this test is.</summary>
    private async Task Print()
    {
        using TcpListener printer = new(IPAddress.Loopback, 0);
        printer.Start();
        var port = ((IPEndPoint)printer.LocalEndpoint).Port;
        InGuest($"lpadmin -p office -E -v socket://127.0.0.1:{port} -m drv:///sample.drv/generic.ppd; echo Words on paper | lp -d office")
            .ExpectText("request id is office-");
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        using var connection = await printer.AcceptTcpClientAsync(limit.Token);
        using MemoryStream page = new();
        await connection.GetStream().CopyToAsync(page, limit.Token);
        Assert.Contains("%!PS-Adobe", Encoding.Latin1.GetString(page.ToArray()), StringComparison.Ordinal);
    }
}
