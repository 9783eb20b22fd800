using System.Net;
using System.Net.Http.Headers;
using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Packs;
using Xunit;

namespace Ptracer.Host.Tests.Android;

/// <summary>
/// The Android app's part in its service, in a simulated app: the very command line, environment and directories, and the
/// whole image with its loader as what the APK carries. A guest with Redis is made of an archive, and serves.
/// </summary>
public sealed class AppServiceTests : PackTest
{
    private const uint AppId = 10123;
    private const string GuestName = "box";

    private const string Unit = """
        [Service]
        Type=notify
        ExecStart=/usr/bin/redis-server --port 0 --supervised systemd --unixsocket /run/redis.sock --dir /data

        [Install]
        WantedBy=multi-user.target

        """;

    private readonly AppContract _contract = new();
    private readonly string _data;

    public AppServiceTests() => _data = Path.Combine(Scratch, "device");

    [Theory]
    [InlineData("9")]
    [InlineData("14")]
    public async Task Service_AsTheAppStartsIt_MakesAndServesAGuest(string version)
    {
        Assert.SkipUnless(TestPlace.IsRoot, "needs root for the simulator");
        MakeArchive();
        Directory.CreateDirectory(_data);
        using AndroidDevice device = new(TestPlace.WholeImage, Scratch, "-d", _data);
        MakeDirectories();
        using GuestProcess daemon = Start(device, version, [.. _contract.Daemon]).Expect("control panel: ");

        Ptracer("guest", "create", GuestName, "--from", _contract.Directories.Last() + "/guest.tar");
        Ptracer("guest", "start", GuestName);
        Assert.Equal("active\n", Ptracer("systemctl", "-M", GuestName, "is-active", "redis.service"));
        Assert.Equal("PONG\n", Ptracer("exec", GuestName, "--", "redis-cli", "-s", "/run/redis.sock", "ping"));
        await ExpectApi();
        Ptracer("guest", "stop", GuestName);

        daemon.Signal(GuestSignal.Terminate);
        daemon.Wait().ExpectSuccess();
        Assert.Equal("", Leftovers.Remaining(Scratch));

        string Ptracer(params string[] words)
        {
            using GuestProcess process = Start(device, version, [_contract.Daemon.First(), .. words]);
            return process.Feed([]).Wait().ExpectSuccess().Stdout;
        }
    }

    // Nothing of the caller's environment is there; the mark is the test's own, by which it finds what is left.
    private GuestProcess Start(AndroidDevice device, string version, string[] line)
    {
        string[] sandbox = ["-V", version, "-X", "-L", "-u", $"{AppId}", "-i"];
        IEnumerable<string> environment = _contract.Environment.Append($"{Leftovers.Mark}={Scratch}").SelectMany(text => new[] { "-e", text });
        return new GuestProcess(Guest, [.. device.Prefix([.. sandbox, .. environment], "/"), .. line], Scratch);
    }

    private void MakeArchive()
    {
        Pack("redis-server", "redis-cli", "sh");
        Directory.CreateDirectory(Path.Combine(PackPath, "data"));
        string units = Path.Combine(PackPath, "etc", "systemd", "system");
        Directory.CreateDirectory(Path.Combine(units, "multi-user.target.wants"));
        File.WriteAllText(Path.Combine(units, "redis.service"), Unit);
        File.CreateSymbolicLink(Path.Combine(units, "multi-user.target.wants", "redis.service"), "../redis.service");
        HostCommand.Run("tar", "-C", PackPath, "-cf", Path.Combine(Scratch, "guest.tar"), ".");
    }

    // As Contract.makeDirectories does; and the archive has arrived.
    private void MakeDirectories()
    {
        foreach (string directory in _contract.Directories)
        {
            Directory.CreateDirectory(OnHost(directory));
        }

        File.Move(Path.Combine(Scratch, "guest.tar"), Path.Combine(OnHost(_contract.Directories.Last()), "guest.tar"));
        HostCommand.Run("chown", "-R", $"{AppId}:{AppId}", OnHost(AndroidDevice.Data));
    }

    private async Task ExpectApi()
    {
        string panel = File.ReadAllText(OnHost(_contract.Variable("PTRACER_HOME") + "/run/panel")).TrimEnd('\n');
        string[] parts = panel.Split("#token=");
        using HttpClient http = new() { BaseAddress = new Uri(parts[0]) };
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using HttpResponseMessage refused = await http.GetAsync(new Uri("v1/guests", UriKind.Relative), cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", parts[1]);
        Assert.Contains($"\"{GuestName}\"", await http.GetStringAsync(new Uri("v1/guests", UriKind.Relative), cancel), StringComparison.Ordinal);
    }

    private string OnHost(string path) => _data + path["/data".Length..];
}
