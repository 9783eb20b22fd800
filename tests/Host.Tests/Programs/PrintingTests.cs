using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>
/// CUPS prints: a filter chain as another user, to printers in other guests; what they receive has the words and pictures.
/// </summary>
public sealed class PrintingTests : PrintingTest
{
    private const int Red = 0xff0000;
    private const int Green = 0x00ff00;
    private const int Blue = 0x0000ff;

    // A page with a line of text and a green square of 200 points, which is 111 pixels of 40 an inch.
    private const string MakePdf = """
        gs -q -sDEVICE=pdfwrite -o /mnt/file.pdf -c '/Helvetica 40 selectfont 72 600 moveto (Drawn by hand) show
            0 1 0 setrgbcolor 72 100 200 200 rectfill showpage'
        """;

    // A square picture, its left half red and its right half blue.
    private const string MakeImage = """
        import struct, zlib
        def chunk(kind, data):
            return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
        row = b'\0' + b'\xff\0\0' * 32 + b'\0\0\xff' * 32
        with open('/mnt/image.png', 'wb') as file:
            file.write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 64, 64, 8, 2, 0, 0, 0))
                + chunk(b'IDAT', zlib.compress(row * 64)) + chunk(b'IEND', b''))
        """;

    [Fact]
    public void Print_TextPdfAndImage_ArriveWithWordsAndPictures()
    {
        Write("file.txt", "Words on paper\nand a second line\n");
        Sh(MakePdf).ExpectSuccess();
        Run("python3", "-c", MakeImage).ExpectSuccess();
        using var server = StartServer();
        AddPrinter("office", "application/pdf");
        Run("lpstat", "-v").ExpectSuccess().ExpectText("device for office: ipp://localhost:");
        Queue("office", "file.txt");
        ExpectCompleted(server, 1);
        Queue("office", "file.pdf");
        ExpectCompleted(server, 2);
        Queue("office", "image.png");
        ExpectCompleted(server, 3);
        Run("lpstat", "-W", "completed", "-o").ExpectSuccess().ExpectText("office-1 ").ExpectText("office-2 ").ExpectText("office-3 ");
        Run("lpstat", "-p", "office").ExpectSuccess().ExpectText("printer office is idle");
        StopServer(server);

        Assert.Equal("Words on paper\nand a second line\n", GlyphText(Received("office", 1)));
        Assert.InRange(Render(Received("office", 1)).CountInk(), 200, 2000);
        Run("pdftotext", Received("office", 2), "-").ExpectSuccess().ExpectText("Drawn by hand\n");
        Assert.InRange(Render(Received("office", 2)).Count(Green), 9_000, 13_000);
        var picture = Render(Received("office", 3));
        Assert.InRange(picture.Count(Red), 30_000, 70_000);
        Assert.InRange(picture.Count(Blue), 30_000, 70_000);
    }

    [Fact]
    public void Print_ToASecondPrinterThatWantsRaster_GhostscriptDrawsThePage()
    {
        Sh(MakePdf).ExpectSuccess();
        using var server = StartServer();
        AddPrinter("office", "application/pdf");
        AddPrinter("draft", "image/pwg-raster");
        Run("lpadmin", "-d", "draft").ExpectSuccess();
        Run("lpstat", "-d", "-e").ExpectSuccess().ExpectText("draft\noffice\n").ExpectText("system default destination: draft");
        Run("lp", "/mnt/file.pdf").ExpectSuccess().ExpectText("request id is draft-1");
        ExpectCompleted(server, 1);
        Queue("office", "file.pdf");
        ExpectCompleted(server, 2);
        ExpectJobs("draft", "1,completed");
        ExpectJobs("office", "2,completed");
        StopServer(server);

        Run("pdftotext", Received("office", 1), "-").ExpectSuccess().ExpectText("Drawn by hand\n");
        var raster = Received("draft", 1);
        Sh($"cupsfilter -i image/pwg-raster -m application/pdf {raster} >/mnt/raster.pdf").ExpectSuccess();
        Assert.InRange(Render("/mnt/raster.pdf").Count(Green), 9_000, 13_000);
    }

    [Fact]
    public void Jobs_WaitingHeldReleasedAndCanceled_HaveTheirStates()
    {
        Write("file.txt", "text\n");
        CloseGate();
        using var server = StartServer();
        AddPrinter("office", "application/pdf");
        Queue("office", "file.txt");
        Queue("office", "file.txt");
        Queue("office", "file.txt", "-H", "hold");
        ExpectJobs("office", "1,processing", "2,pending", "3,pending-held");
        Run("lpstat", "-p", "office").ExpectSuccess().ExpectText("now printing office-1.");
        Run("lp", "-i", "office-3", "-H", "resume").ExpectSuccess();
        Run("cancel", "office-2").ExpectSuccess();
        ExpectJobs("office", "1,processing", "3,pending", "2,canceled");
        LetPass();
        ExpectCompleted(server, 1);
        Run("cancel", "office-3").ExpectSuccess();
        server.ExpectError("[Job 3] ");
        StopServer(server);
    }

    [Theory]
    [InlineData(GuestSignal.Terminate)]
    [InlineData(GuestSignal.Kill)]
    public void Server_EndedAndStartedAgain_PrintsWhatWasQueued(GuestSignal signal)
    {
        Write("file.txt", "text\n");
        CloseGate();
        using (var first = StartServer())
        {
            AddPrinter("office", "application/pdf");
            Queue("office", "file.txt");
            Queue("office", "file.txt");
            Queue("office", "file.txt", "-H", "hold");
            ExpectJobs("office", "1,processing", "2,pending", "3,pending-held");
            first.Signal(signal);
            first.Wait().ExpectStatus(signal == GuestSignal.Kill ? 128 + (int)signal : 0);
        }

        Sh("mv /mnt/gate /mnt/open; echo >/mnt/open").ExpectSuccess();
        using var second = StartServer();
        if (signal == GuestSignal.Terminate)
        {
            // A job that was being printed when CUPS was told to end waits for its user afterwards, natively too.
            ExpectCompleted(second, 2);
            ExpectJobs("office", "1,pending", "2,completed", "3,pending-held");
            Run("lp", "-i", "office-1", "-H", "immediate").ExpectSuccess();
            ExpectCompleted(second, 1);
        }
        else
        {
            ExpectCompleted(second, 1);
            ExpectCompleted(second, 2);
        }

        ExpectJobs("office", "1,completed", "2,completed", "3,pending-held");
        Run("lp", "-i", "office-3", "-H", "resume").ExpectSuccess();
        ExpectCompleted(second, 3);
        StopServer(second);
    }

    [Fact]
    public void WebInterface_Pages_AnswerWithTheirTitles()
    {
        using var server = StartServer();
        Run("lpadmin", "-p", "desk", "-E", "-v", "file:///dev/null").ExpectSuccess();
        ExpectPage("/", "Home - CUPS");
        ExpectPage("/printers/", "Printers - CUPS");
        ExpectPage("/printers/desk", "desk - CUPS");
        ExpectPage("/jobs/", "Jobs - CUPS");
        ExpectPage("/admin/", "Administration - CUPS");
        StopServer(server);
    }

    private void ExpectPage(string path, string title) =>
        Run("curl", "-s", "-w", "%{http_code}\n", $"http://localhost:{Port}{path}").ExpectSuccess()
            .ExpectText($"<title>{title}").ExpectText("\n200\n");

    /// <summary>
    /// The text of what texttopdf made. It embeds its font without a map to Unicode, so what pdftotext finds are the font's
    /// glyph numbers, which for DejaVu's ASCII lie 29 below.
    /// </summary>
    private string GlyphText(string document) => string.Concat(
        Run("pdftotext", document, "-").ExpectSuccess().Stdout.Replace("\n\f", "", StringComparison.Ordinal)
            .Select(glyph => glyph == '\n' ? glyph : (char)(glyph + 29)));
}
