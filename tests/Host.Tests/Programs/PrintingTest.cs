using System.Globalization;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>
/// The base of tests that print: cupsd in one guest, IPP Everywhere printers (ippeveprinter) each in another, which share
/// nothing but loopback and the scratch directory. What they write goes to bindings; the rootfs stays as it is.
/// </summary>
public abstract class PrintingTest : ServerTest
{
    // What printers do with a job before it is done: nothing, or wait until somebody writes into the fifo "gate".
    private const string Gate = "#!/bin/sh\n[ ! -p /mnt/gate ] || cat /mnt/gate >/mnt/passed\n";

    // ippeveprinter wants a message bus even where it announces nothing (-r off).
    private const string Printer = """
        #!/bin/sh -e
        mkdir -p /run/dbus "$4"
        dbus-daemon --system --fork
        exec ippeveprinter -v -r off -n localhost -p "$2" -f "$3" -s 10,10 -k -d "$4" -c /mnt/gatekeeper "$1"

        """;

    private const string JobsRequest = """
        {
          OPERATION Get-Jobs
          GROUP operation-attributes-tag
          ATTR charset attributes-charset utf-8
          ATTR naturalLanguage attributes-natural-language en
          ATTR uri printer-uri $uri
          ATTR keyword which-jobs all
          ATTR keyword requested-attributes job-id,job-state
          STATUS successful-ok
          DISPLAY job-id
          DISPLAY job-state
        }

        """;

    private readonly TestGuest _printerGuest;
    private readonly TestGuest _viewer;

    /// <param name="rootfs">Where cupsd and the printers are; null: the Debian rootfs.</param>
    protected PrintingTest(string? rootfs = null)
        : base(rootfs)
    {
        _viewer = Guest with { Rootfs = TestPlace.Rootfs };
        _printerGuest = Guest.AsRoot() with { WorkingDirectory = "/" };
        Guest = _printerGuest;
        foreach (var (name, place) in new[]
        {
            ("etc", "/etc/cups"), ("run", "/run"), ("cache", "/var/cache/cups"), ("spool", "/var/spool/cups"), ("log", "/var/log/cups"),
        })
        {
            Directory.CreateDirectory(Path.Combine(Scratch, "server", name));
            Guest = Guest.Bind($"{Scratch}/server/{name}:{place}");
        }

        HostCommand.Run("cp", "-r", TestPlace.Rootfs + "/etc/cups/.", Scratch + "/server/etc");
        Configure("cupsd.conf", ("LogLevel warn", "LogLevel info"), ("Listen localhost:631", $"Listen localhost:{Port}"),
            ("Browsing Yes", "Browsing No\nDirtyCleanInterval 0"));
        Configure("cups-files.conf", ("ErrorLog /var/log/cups/error_log", "ErrorLog stderr"));
        Write("gatekeeper", Gate);
        Write("printer", Printer);
        Write("jobs.test", JobsRequest);
        HostCommand.Run("chmod", "755", Scratch + "/gatekeeper", Scratch + "/printer");
    }

    /// <summary>Starts cupsd with Debian's own configuration, but another port, and waits until it serves.</summary>
    protected GuestProcess StartServer() => Start("cupsd", "-f").ExpectError("Resuming new connection processing");

    /// <summary>Stops cupsd, which must have logged no error.</summary>
    protected static void StopServer(GuestProcess server)
    {
        server.Signal(GuestSignal.Terminate);
        ExpectNoErrors(server.Wait().ExpectSuccess());
    }

    /// <summary>Fails the test when cupsd has logged an error.</summary>
    protected static void ExpectNoErrors(GuestRun server) =>
        Assert.DoesNotContain(server.Stderr.Split('\n'), line => line.StartsWith("E [", StringComparison.Ordinal));

    /// <summary>Starts a printer that takes some formats and keeps what it receives, and makes it a queue of cupsd's.</summary>
    protected void AddPrinter(string name, string formats)
    {
        var port = FreePort();
        Directory.CreateDirectory(Path.Combine(Scratch, "printers", name));
        GiveToGuest(Scratch);
        StartIn(_printerGuest.Bind($"{Scratch}/printers/{name}:/run"), "/mnt/printer", name, port, formats, "/mnt/received-" + name);
        View("curl", "-s", "-o", "/dev/null", "--retry", "20", "--retry-connrefused", $"http://localhost:{port}/").ExpectSuccess();
        Run("lpadmin", "-p", name, "-E", "-v", $"ipp://localhost:{port}/ipp/print", "-m", "everywhere").ExpectSuccess();
    }

    /// <summary>Queues a file of the scratch directory.</summary>
    protected void Queue(string printer, string file, params string[] options) =>
        Run(["lp", "-d", printer, .. options, "/mnt/" + file]).ExpectSuccess().ExpectText($"request id is {printer}-");

    /// <summary>A queue's jobs and their states, as IPP tells them: "id,state" each, in the order of their ids.</summary>
    protected void ExpectJobs(string printer, params string[] jobs)
    {
        var told = Run("ipptool", "-c", $"ipp://localhost:{Port}/printers/{printer}", "/mnt/jobs.test").ExpectSuccess().Stdout;
        var lines = told.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Order(StringComparer.Ordinal);
        Assert.Equal(jobs.Order(StringComparer.Ordinal), lines);
    }

    /// <summary>Waits until a job is done.</summary>
    protected static void ExpectCompleted(GuestProcess server, int job) =>
        server.ExpectError(string.Create(CultureInfo.InvariantCulture, $"[Job {job}] Job completed."));

    /// <summary>Lets printers wait at the gate, or lets the next job that comes there pass.</summary>
    protected void CloseGate() => Run("mkfifo", "/mnt/gate").ExpectSuccess();

    /// <inheritdoc cref="CloseGate"/>
    protected void LetPass() => Sh("echo >/mnt/gate").ExpectSuccess();

    /// <summary>
    /// The guest path of what a printer has received as its own n-th job. What its command has written, which is nothing,
    /// is kept beside it, as .prn.
    /// </summary>
    protected string Received(string printer, int number) => "/mnt/received-" + printer + "/" + Path.GetFileName(
        Assert.Single(
            Directory.GetFiles(Path.Combine(Scratch, "received-" + printer), number.ToString(CultureInfo.InvariantCulture) + "-*"),
            file => !file.EndsWith(".prn", StringComparison.Ordinal)));

    /// <summary>Runs a tool of the Debian rootfs, wherever the test prints.</summary>
    protected GuestRun View(params string[] command) => StartIn(_viewer, command).Wait();

    /// <summary>The first page of a PDF, 40 pixels an inch.</summary>
    internal Pixmap Render(string document)
    {
        View("pdftoppm", "-r", "40", "-singlefile", document, "/mnt/page").ExpectSuccess();
        return Pixmap.Read(Path.Combine(Scratch, "page.ppm"));
    }

    private void Configure(string name, params (string From, string To)[] changes)
    {
        var text = File.ReadAllText(Path.Combine(Scratch, "server", "etc", name));
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        Write(Path.Combine("server", "etc", name), text);
    }
}
