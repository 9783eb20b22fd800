using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Ptracer.Host.Tests.Guests;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Services.Real;

/// <summary>The base of tests of services that are real programs, under a real daemon of an unprivileged user.</summary>
public abstract class RealServiceTest : GuestsTest
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private GuestProcess _daemon;

    /// <summary>A booted guest "box" of BusyBox and /bin/service, the program of fixtures/service.c.</summary>
    protected RealServiceTest()
    {
        foreach (string name in new[] { "etc/systemd/system", "run", "var/lib", "usr", "data" })
        {
            Directory.CreateDirectory(Path.Combine(Rootfs, name));
        }

        HostCommand.Run("gcc", "-O1", "-static", "-o", Path.Combine(Rootfs, "bin", "service"), TestPlace.Fixture("service.c"));
        GiveToGuest(Rootfs);
        Ptracer("guest", "create", "box", "--rootfs", "mini").ExpectSuccess();
        _daemon = StartDaemon(); // it boots the guest
        UntilProperty("multi-user.target", "ActiveState", "active");
    }

    /// <summary>The daemon's process id.</summary>
    protected int DaemonId => _daemon.Id;

    /// <summary>Writes a unit file; a service of the fixture's steps has $LOG in the guest's /data.</summary>
    protected void Unit(string name, string text)
    {
        string path = InGuest("etc/systemd/system/" + name);
        File.WriteAllText(path, text.Replace("[Service]\n", "[Service]\nEnvironment=LOG=/data/log\n", StringComparison.Ordinal));
        HostCommand.Run("chown", $"{TestPlace.UserId}:{TestPlace.UserId}", path);
    }

    /// <summary>systemctl for the guest.</summary>
    protected GuestRun Systemctl(params string[] words) => Ptracer(["systemctl", "-M", "box", .. words]);

    /// <summary>A property's value.</summary>
    protected string Property(string unit, string name) => Systemctl("show", unit, "-P", name).ExpectSuccess().Stdout.TrimEnd('\n');

    /// <summary>Waits until a property has a value.</summary>
    protected void UntilProperty(string unit, string name, string value)
    {
        string last = "";
        Assert.True(Polled(() => (last = Property(unit, name)) == value), $"{unit}: {name} is {last}, not {value}\n{Systemctl("status", unit).Stdout}");
    }

    /// <summary>The host path of a guest's file.</summary>
    protected string InGuest(string path) => Path.Combine(Rootfs, path);

    /// <summary>Makes an empty file in the guest's /data.</summary>
    protected void Touch(string name) => File.WriteAllText(InGuest("data/" + name), "");

    /// <summary>The lines that services have logged so far.</summary>
    protected string[] Log() => File.Exists(InGuest("data/log")) ? File.ReadAllLines(InGuest("data/log")) : [];

    /// <summary>Waits for so many lines of the log that begin with a text, and answers them.</summary>
    protected string[] UntilLogged(string start, int count = 1)
    {
        string[] Found() => [.. Log().Where(line => line.StartsWith(start, StringComparison.Ordinal))];
        Assert.True(Polled(() => Found().Length >= count), $"'{start}' not {count} times in: {string.Join('|', Log())}");
        return Found();
    }

    /// <summary>Whether a condition came true in time.</summary>
    protected static bool Polled(Func<bool> condition)
    {
        long end = Environment.TickCount64 + (long)s_limit.TotalMilliseconds;
        while (!condition())
        {
            if (Environment.TickCount64 > end)
            {
                return false;
            }

            Thread.Sleep(30);
        }

        return true;
    }

    /// <summary>Connects and reads to the end.</summary>
    protected static string Talk(System.Net.EndPoint end)
    {
        using Socket socket = Connected(end);
        return ReadAll(socket);
    }

    /// <summary>A connection.</summary>
    protected static Socket Connected(System.Net.EndPoint end)
    {
        bool isUnix = end.AddressFamily == AddressFamily.Unix;
        Socket socket = new(end.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp) { ReceiveTimeout = 20000 };
        socket.Connect(end);
        return socket;
    }

    /// <summary>What comes until the other side's end.</summary>
    protected static string ReadAll(Socket socket)
    {
        byte[] buffer = new byte[4096];
        int size = 0;
        for (int got; (got = socket.Receive(buffer, size, buffer.Length - size, SocketFlags.None)) > 0; size += got)
        {
        }

        return Encoding.UTF8.GetString(buffer, 0, size);
    }

    /// <summary>Kills the daemon as nothing else does, and starts another.</summary>
    protected void ReplaceDaemon()
    {
        Harness.Posix.End(_daemon.Id);
        _daemon.Wait();
        _daemon = StartDaemon();
    }

    /// <summary>Ends the daemon by SIGTERM.</summary>
    protected GuestRun EndDaemon()
    {
        _daemon.Signal(GuestSignal.Terminate);
        return _daemon.Wait();
    }

    /// <summary>Starts the daemon again, after its end.</summary>
    protected void BeginDaemon() => _daemon = StartDaemon();

    /// <summary>Whether a process runs; one that its parent has yet to wait for does not.</summary>
    protected static bool Lives(string process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // it went away, before or while it was read
        }
    }

    /// <summary>A number as text.</summary>
    protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Ptracer("guest", "stop", "box");
        EndDaemon();
        base.Dispose(disposing);
    }

    private GuestProcess StartDaemon() => StartHost([.. HostUser, TestPlace.Binary, "daemon"]).Expect("API at");
}
