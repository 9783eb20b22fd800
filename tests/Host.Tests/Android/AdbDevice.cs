using System.Collections.Immutable;
using System.Globalization;
using Ptracer.Host.Tests.Harness;
using Ptracer.Host.Tests.Packs;
using Xunit;

namespace Ptracer.Host.Tests.Android;

/// <summary>One device for all tests that speak to it by adb.</summary>
[CollectionDefinition(nameof(AdbDevice))]
public sealed class AdbDeviceCollection : ICollectionFixture<AdbDevice>;

/// <summary>
/// A simulated device with a real adbd, and a real adb server on the computer's side of it, in a network that only they and
/// the tests' commands are in. On the device are ptracer and a print server, as docs/android.md says how to bring them there.
/// </summary>
public sealed class AdbDevice : IDisposable
{
    /// <summary>The directory of an adb shell's own files.</summary>
    public const string Directory = "/data/local/tmp";

    /// <summary>The rootfs of a print server on the device.</summary>
    public const string Rootfs = Directory + "/cups";

    private const string DevicePort = "15555";
    private const string ServerPort = "15037";
    private const string Serial = "127.0.0.1:" + DevicePort;
    private const string DeviceTree = "/apex/adbd";

    private static readonly string[] s_applets = ["sh", "mkdir", "tar", "cat", "ls", "kill", "rm", "sed"];

    private readonly string _place = Path.Combine(TestPlace.ScratchParent, "ptracer-adb-" + Path.GetRandomFileName());
    private readonly TestGuest _computer;
    private readonly GuestProcess? _device;
    private readonly GuestProcess? _server;

    /// <summary>Starts it, and brings ptracer and the rootfs there.</summary>
    public AdbDevice()
    {
        _computer = new TestGuest("/")
        {
            Variables = new Dictionary<string, string>
            {
                ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                ["HOME"] = _place,
                ["ANDROID_ADB_SERVER_PORT"] = ServerPort,
                ["PTRACER_APP_POLICIES"] = AndroidTools.Policies,
                [Leftovers.Mark] = _place,
            }.ToImmutableDictionary(),
        };
        if (Missing is not null)
        {
            return;
        }

        System.IO.Directory.CreateDirectory(Path.Combine(_place, "data"));
        _device = StartDevice().ExpectError("adbd started");
        _server = Start(["/bin/sh", "-c", "exec \"$@\" 3>&1", "sh", .. Adb("--reply-fd", "3", "nodaemon", "server")]).Expect("OK");
        Run("connect", Serial).ExpectText("connected to " + Serial);
        Provide();
    }

    /// <summary>Why there is no device; null: there is one.</summary>
    public static string? Missing { get; } =
        !TestPlace.IsRoot ? "needs root for a simulated device"
        : AdbTools.Tree is null ? "PTRACER_ADB is not set; ./build.sh test makes it (scripts/adb-tools.sh)"
        : null;

    /// <summary>The simulator's process, which lives as long as adbd.</summary>
    public int Id => _device!.Id;

    /// <summary>Runs adb to its end.</summary>
    internal GuestRun Run(params string[] words)
    {
        using var process = Start(Adb(words));
        return process.Feed([]).Wait(120);
    }

    /// <summary>Runs a script by adb shell.</summary>
    internal GuestRun Shell(string script) => Run("shell", script);

    /// <summary>Starts adb and does not wait.</summary>
    internal GuestProcess StartAdb(params string[] words) => Start(Adb(words));

    /// <summary>Starts a command of the computer, as whoever runs the tests, in the device's network.</summary>
    internal GuestProcess Start(IReadOnlyList<string> line, string? mark = null)
    {
        string network = string.Create(CultureInfo.InvariantCulture, $"--net=/proc/{Id}/ns/net");
        return new GuestProcess(mark is null ? _computer : _computer.With(Leftovers.Mark, mark), ["nsenter", network, "--", .. line], _place);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Missing is not null)
        {
            return;
        }

        _server!.Dispose();
        _device!.Dispose();
        string remaining = Leftovers.Remaining(_place);
        HostCommand.Run("rm", "-rf", _place);
        Assert.True(remaining.Length == 0, "processes left behind:\n" + remaining);
    }

    private static string[] Adb(params string[] words) => [.. AdbTools.Line(AdbTools.Tree!, "adb"), "-s", Serial, .. words];

    private GuestProcess StartDevice()
    {
        string busybox = Path.Combine(TestPlace.Rootfs, "usr", "bin", "busybox");
        string[] line =
        [
            AndroidTools.PrivateNet, AndroidTools.Simulator, "-s", "-d", Path.Combine(_place, "data"),
            "-B", $"{AdbTools.Tree}:{DeviceTree}", .. s_applets.SelectMany(name => new[] { "-B", $"{busybox}:/system/bin/{name}" }),
            "-e", "ADBD_PORT=" + DevicePort, "-e", $"{Leftovers.Mark}={_place}", .. AdbTools.Line(DeviceTree, "adbd"),
        ];
        return new GuestProcess(_computer, line, _place);
    }

    private void Provide()
    {
        string archive = Path.Combine(_place, "pack", "cups.tar");
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        CupsPack.Make(archive);
        Run("push", TestPlace.Binary, Directory + "/ptracer").ExpectSuccess();
        Run("push", archive, Directory + "/cups.tar").ExpectSuccess();
        Shell($"cd {Directory} && mkdir cups && tar -xf cups.tar -C cups && rm cups.tar").ExpectSuccess();
    }
}
