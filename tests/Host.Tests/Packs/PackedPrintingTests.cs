using System.Globalization;
using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Programs;
using Xunit;

namespace Ptracer.Host.Tests.Packs;

/// <summary>CUPS prints in a rootfs that holds nothing but the pack of the profile cups; so does its printer.</summary>
public sealed class PackedPrintingTests(CupsPack pack) : PrintingTest(pack.RootfsPath), IClassFixture<CupsPack>
{
    private const long LargestBytes = 120_000_000;
    private const int Green = 0x00ff00;

    // A page with a line of text and a green square of 200 points, which is 111 pixels of 40 an inch.
    private const string MakeDocuments = """
        gs -q -sDEVICE=pdfwrite -o /mnt/file.pdf -c '/Helvetica 40 selectfont 72 600 moveto (Drawn by hand) show
            0 1 0 setrgbcolor 72 100 200 200 rectfill showpage'
        pdftoppm -png -r 20 -singlefile /mnt/file.pdf /mnt/image
        """;

    [Fact]
    public void Print_TextPdfAndImage_Arrive()
    {
        Write("file.txt", "Words on paper\n");
        View("sh", "-euc", MakeDocuments).ExpectSuccess();
        using var server = StartServer();
        AddPrinter("office", "application/pdf");
        Queue("office", "file.txt");
        ExpectCompleted(server, 1);
        Queue("office", "file.pdf");
        ExpectCompleted(server, 2);
        Queue("office", "image.png");
        ExpectCompleted(server, 3);
        ExpectJobs("office", "1,completed", "2,completed", "3,completed");
        StopServer(server);

        Assert.InRange(Render(Received("office", 1)).CountInk(), 100, 2000);
        View("pdftotext", Received("office", 2), "-").ExpectSuccess().ExpectText("Drawn by hand\n");
        Assert.InRange(Render(Received("office", 2)).Count(Green), 9_000, 13_000);
        Assert.InRange(Render(Received("office", 3)).Count(Green), 1_000, 20_000);
    }

    [Fact]
    public void Print_ToAPrinterThatWantsRaster_GhostscriptOrPopplerDrawsThePage()
    {
        View("sh", "-euc", MakeDocuments).ExpectSuccess();
        using var server = StartServer();
        AddPrinter("draft", "image/pwg-raster");
        Queue("draft", "file.pdf");
        ExpectCompleted(server, 1);
        StopServer(server);
        View("sh", "-c", $"cupsfilter -i image/pwg-raster -m application/pdf {Received("draft", 1)} >/mnt/raster.pdf").ExpectSuccess();
        Assert.InRange(Render("/mnt/raster.pdf").Count(Green), 9_000, 13_000);
    }

    [Fact]
    public void Size_OfThePack_IsBelow120Megabytes()
    {
        var size = HostCommand.Run("du", "-s", "--bytes", pack.RootfsPath).Split('\t')[0];
        Assert.InRange(long.Parse(size, CultureInfo.InvariantCulture), 1, LargestBytes);
    }
}
