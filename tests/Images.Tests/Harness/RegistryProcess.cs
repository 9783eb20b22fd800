using System.Diagnostics;
using System.Text.RegularExpressions;
using Packer.Tests.Harness;
using Xunit;

namespace Images.Tests.Harness;

/// <summary>Debian's docker-registry on a free port of this machine, as an ordinary user, gone with the test.</summary>
internal sealed partial class RegistryProcess : IDisposable
{
    private readonly Process _process;

    public RegistryProcess(ScratchDirectory place, string more = "")
    {
        place.Shell("mkdir -p registry; chmod 755 .; chmod 777 registry");
        File.WriteAllText(place["registry.yml"], $$"""
            version: 0.1
            log: {level: info}
            storage: {filesystem: {rootdirectory: {{place["registry"]}} } }
            http:
              addr: 127.0.0.1:0
            {{more}}
            """);
        string[] user = Environment.UserName == "root" ? ["setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups"] : ["env"];
        string[] words = [.. user, "docker-registry", "serve", place["registry.yml"]];
        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        start.Environment["OTEL_TRACES_EXPORTER"] = "none";
        _process = Process.Start(start)!;
        TaskCompletionSource<int> port = new();
        void Look(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                port.TrySetException(new InvalidOperationException("docker-registry ended"));
            }
            else if (Listening().Match(line.Data) is { Success: true } match)
            {
                port.TrySetResult(int.Parse(match.Groups[1].Value, null));
            }
        }

        _process.ErrorDataReceived += Look;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        Assert.True(port.Task.Wait(TimeSpan.FromSeconds(30)), "docker-registry does not start");
        Port = port.Task.Result;
    }

    public int Port { get; }

    public string Host => $"127.0.0.1:{Port}";

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();
}
