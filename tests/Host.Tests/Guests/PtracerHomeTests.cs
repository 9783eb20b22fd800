using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Tests.Cli;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

public sealed class PtracerHomeTests : GuestsTest
{
    private readonly FakeHost _host = new();

    [Fact]
    public void Find_Variables_InTheirOrder()
    {
        _host.Variables["HOME"] = Scratch;
        Assert.Equal(Scratch + "/.local/share/ptracer", PtracerHome.Find(_host).Path);
        _host.Variables["XDG_DATA_HOME"] = "relative";
        Assert.Equal(Scratch + "/.local/share/ptracer", PtracerHome.Find(_host).Path);
        _host.Variables["XDG_DATA_HOME"] = "/data";
        Assert.Equal("/data/ptracer", PtracerHome.Find(_host).Path);
        _host.Variables["PTRACER_HOME"] = "mine/";
        Assert.Equal("/work/mine", PtracerHome.Find(_host).Path);
    }

    [Fact]
    public void Find_AndroidWithoutHome_IsBesideTheExecutable()
    {
        _host.Variables["HOME"] = "/proc/nowhere";
        Assert.Throws<PtracerException>(() => PtracerHome.Find(_host));
        _host.Variables["ANDROID_ROOT"] = "/system";
        Assert.Equal(Path.GetDirectoryName(Environment.ProcessPath) + "/ptracer-home", PtracerHome.Find(_host).Path);
    }

    [Fact]
    public void SocketPath_TooLong_LeadsThroughADescriptor()
    {
        PtracerHome near = new(Scratch + "/near");
        Assert.Equal(Scratch + "/near/run/control.sock", near.SocketPath("control.sock"));
        PtracerHome far = new(Path.Combine(Scratch, new string('d', 120)));
        string path = far.SocketPath("control.sock");
        Assert.True(path.Length < 108, path);
        File.WriteAllText(path, "here");
        Assert.Equal("here", File.ReadAllText(far.RunPath + "/control.sock"));
    }
}
