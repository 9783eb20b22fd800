using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>
/// cupsd with its own clients. Over its Unix socket it asks SO_PEERCRED who speaks, so root's faked identity must show there.
/// </summary>
[Collection(WritableRootfsCollection.Name)]
public sealed class CupsTests : ServerTest
{
    public CupsTests(WritableRootfs rootfs)
        : base(rootfs?.RootfsPath) => Guest = Guest.AsRoot() with { WorkingDirectory = "/" };

    [Fact]
    public void Cups_PrinterAddedAndFilePrintedOverUnixSocket_JobCompletes()
    {
        using var server = StartServer();
        Run("lpstat", "-r").ExpectSuccess().ExpectText("scheduler is running");
        Run("lpstat", "-H").ExpectOutput("/run/cups/cups.sock\n");
        Run("lpadmin", "-p", "test", "-E", "-v", "tofile:/mnt/out/printed").ExpectSuccess();
        Run("lpstat", "-v", "test").ExpectSuccess().ExpectText("device for test: tofile:/mnt/out/printed");
        Sh("lpadmin -d test; echo 'a line to print' >/mnt/text; lp -d test /mnt/text")
            .ExpectSuccess().ExpectText("request id is test-");
        server.ExpectError("] Job completed.");
        Run("lpstat", "-W", "completed", "-o", "test").ExpectSuccess().ExpectText("test-");
        Run("cat", "/mnt/out/printed").ExpectOutput("a line to print\n");
        Run("lpstat", "-h", $"127.0.0.1:{Port}", "-r", "-p").ExpectSuccess()
            .ExpectText("scheduler is running").ExpectText("printer test is idle");
        Sh("lpadmin -x test; lpstat -p 2>&1 || true").ExpectSuccess().ExpectText("No destinations added");
        server.Signal(GuestSignal.Terminate);
        server.Wait().ExpectSuccess();
    }

    [Fact]
    public void Cups_CancelAndDisable_TakeEffect()
    {
        using var server = StartServer();
        Sh("""
            lpadmin -p held -E -v file:///dev/null
            cupsdisable held
            echo text | lp -d held
            lpstat -o held
            cancel -a held
            lpstat -o held
            lpstat -p held
            lpadmin -x held
            """).ExpectSuccess().ExpectText("request id is held-").ExpectText("printer held disabled");
        server.Signal(GuestSignal.Terminate);
        server.Wait().ExpectSuccess();
    }

    private GuestProcess StartServer()
    {
        Write("cups/cupsd.conf", $"""
            LogLevel info
            AccessLogLevel all
            Listen /run/cups/cups.sock
            Listen 127.0.0.1:{Port}
            Browsing No
            DefaultAuthType Basic
            WebInterface No
            <Location />
              Order allow,deny
              Allow localhost
            </Location>
            <Policy default>
              <Limit All>
                Order deny,allow
              </Limit>
              <Limit CUPS-Add-Modify-Printer CUPS-Delete-Printer CUPS-Set-Default Pause-Printer Resume-Printer>
                AuthType Default
                Require user @SYSTEM
                Order deny,allow
              </Limit>
            </Policy>

            """);
        Write("cups/tofile", """
            #!/bin/sh
            [ $# -eq 0 ] && echo 'direct tofile "Unknown" "A file"' && exit 0
            cat ${6+"$6"} >"${DEVICE_URI#tofile:}" && echo "INFO: written" >&2

            """);
        Sh("""
            mkdir -m 777 /mnt/out
            install -m 755 /mnt/cups/tofile /usr/lib/cups/backend/tofile
            cp /mnt/cups/cupsd.conf /etc/cups/cupsd.conf
            sed -i '/^FileDevice/d; /^ErrorLog/d' /etc/cups/cups-files.conf
            printf 'FileDevice Yes\nErrorLog stderr\n' >>/etc/cups/cups-files.conf
            rm -rf /run/cups /etc/cups/printers.conf /var/spool/cups/[cd]*
            """).ExpectSuccess();
        return Start("cupsd", "-f").ExpectError("Listening to /run/cups/cups.sock").ExpectError("Resuming new connection processing");
    }
}
