using System.Diagnostics;
using System.Runtime.CompilerServices;
using Ptracer.Host.Http;
using Xunit;

namespace Ptracer.Host.Tests.Http;

/// <summary>
/// The control panel in headless Chromium, driven by Playwright (tests/Panel/panel.mjs) against the daemon in memory: every
/// control is used, axe looks at every view, screenshots go to out/screenshots.
/// </summary>
public sealed class PanelTests : ApiTest
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("services")]
    [InlineData("unit")]
    [InlineData("journal")]
    [InlineData("resources")]
    [InlineData("terminal")]
    [InlineData("guests")]
    [InlineData("create")]
    [InlineData("doctor")]
    [InlineData("states")]
    [InlineData("load")]
    [InlineData("axe")]
    [InlineData("screenshots")]
    public async Task Page_InChromium(string scenario)
    {
        Assert.SkipUnless(
            typeof(ApiServer).Assembly.GetManifestResourceNames().Contains("panel/index.html.br"),
            "the panel is not built; run ./build.sh build first");
        using Process script = new();
        script.StartInfo = new ProcessStartInfo("node", ["panel.mjs", Server.PanelAddress!, scenario, Top("out/screenshots")])
        {
            WorkingDirectory = Top("tests/Panel"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        script.Start();
        Task<string> errors = script.StandardError.ReadToEndAsync(Cancel);
        Task listening = Obey(script);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(s_limit);
        try
        {
            await script.WaitForExitAsync(limit.Token);
        }
        finally
        {
            script.Kill(entireProcessTree: true);
        }

        await listening;
        Assert.True(script.ExitCode == 0, await errors);
    }

    private protected override ApiServerOptions Options() => base.Options() with
    {
        Heartbeat = TimeSpan.FromSeconds(5),
        TcpPort = 0,
        TokenPath = TokenPath,
    };

    private static string Top(string path, [CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../..", path));

    // The script asks for what only the daemon's side can do, a word a line, and waits for the answer.
    private async Task Obey(Process script)
    {
        while (await script.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            string[] words = line.Split(' ', 4);
            switch (words[0])
            {
                case "say":
                    Daemon.FakeJournal.Say("debian", words[1], int.Parse(words[2], null), words[3]);
                    break;
                case "fail":
                    Daemon.FakeUnits.Change(
                        "debian",
                        await Daemon.Units.Get("debian", words[1], Cancel) with { ActiveState = "failed", SubState = "failed", Result = "signal" });
                    break;
                case "empty":
                    await Daemon.Guests.Stop("debian", Cancel);
                    await Daemon.Guests.Remove("debian", Cancel);
                    await Daemon.Guests.Remove("alpine", Cancel);
                    break;
                case "stop":
                    await Server.StopAsync();
                    break;
                default:
                    throw new InvalidOperationException(line);
            }

            await script.StandardInput.WriteLineAsync("done");
            await script.StandardInput.FlushAsync(Cancel);
        }
    }
}
