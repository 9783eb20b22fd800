using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Android;

/// <summary>A print server on the device prints for the computer: the way of docs/android.md, from push to pull.</summary>
public sealed class AdbPrintingTests(AdbDevice device) : AdbTest(device)
{
    private const string ServerPort = "8631";
    private const string PrinterPort = "8632";
    private const string ForwardedPort = "9631";

    private const string InGuest = "./ptracer run -0 -r cups -b /proc -b /dev -w / ";

    private const string Configuration = $"""
        Listen localhost:{ServerPort}
        Listen /run/cups/cups.sock
        LogLevel info
        WebInterface No
        Browsing Off
        <Location />
          Order allow,deny
          Allow localhost
        </Location>

        """;

    // ippeveprinter wants a message bus even where it announces nothing (-r off), which ends with it.
    private const string Printer = $"""
        --kill-on-exit -b {AdbDevice.Directory}/received:/received /bin/sh -ec "mkdir -p /run/dbus; dbus-daemon --system --fork
            exec ippeveprinter -r off -n localhost -p {PrinterPort} -f application/pdf -k -d /received office"
        """;

    [Fact]
    public void Print_FromTheComputer_ThePageIsPulledWithItsWords()
    {
        Write("cupsd.conf", Configuration);
        Device.Run("push", Path.Combine(Scratch, "cupsd.conf"), AdbDevice.Rootfs + "/etc/cups/cupsd.conf").ExpectSuccess();
        Shell("mkdir received; sed -i 's/^ErrorLog .*/ErrorLog stderr/' cups/etc/cups/cups-files.conf").ExpectSuccess();
        using GuestProcess server = StartShell($"echo $$ >server.pid; exec {InGuest}/usr/sbin/cupsd -f");
        server.ExpectError("Resuming new connection processing");
        using GuestProcess printer = StartShell($"echo $$ >printer.pid; exec {InGuest}{Printer}");
        OnComputer("curl", "-s", "-o", "/dev/null", "--retry", "20", "--retry-connrefused", $"http://localhost:{PrinterPort}/").ExpectSuccess();
        Shell($"{InGuest}lpadmin -p office -E -v ipp://localhost:{PrinterPort}/ipp/print -m everywhere").ExpectSuccess();

        Device.Run("forward", "tcp:" + ForwardedPort, "tcp:" + ServerPort).ExpectSuccess();
        OnComputer("gs", "-q", "-sDEVICE=pdfwrite", "-o", "/mnt/file.pdf", "-c",
            "/Helvetica 40 selectfont 72 600 moveto (Drawn by hand) show showpage").ExpectSuccess();
        OnComputer("lp", "-h", "localhost:" + ForwardedPort, "-d", "office", "/mnt/file.pdf").ExpectSuccess().ExpectText("request id is office-1");
        server.ExpectError("[Job 1] Job completed.");
        Device.Run("pull", AdbDevice.Directory + "/received", Scratch).ExpectSuccess();
        GiveToGuest(Scratch);
        string received = Assert.Single(Directory.GetFiles(Path.Combine(Scratch, "received"), "*.pdf"));
        OnComputer("pdftotext", "/mnt/received/" + Path.GetFileName(received), "-").ExpectSuccess().ExpectText("Drawn by hand\n");

        Shell("kill $(cat server.pid printer.pid)").ExpectSuccess();
        server.Wait().ExpectSuccess();
        printer.Wait().ExpectSuccess();
    }
}
