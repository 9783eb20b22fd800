using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>Bindings over a rootfs of a few files, which is compared before and after: nothing may be created in it.</summary>
public sealed class BindingTests : GuestTest
{
    private readonly string _rootfs;
    private readonly string _host;
    private readonly string _before;

    public BindingTests()
    {
        _rootfs = Path.Combine(Scratch, "rootfs");
        _host = Path.Combine(Scratch, "host");
        MiniRootfs.Create(_rootfs);
        Write("host/file", "from host\n");
        Write("host/sub/deep", "deep\n");
        Guest = Guest with { Rootfs = _rootfs, Bindings = ["/proc"], WorkingDirectory = "/" };
        _before = Listing();
    }

    [Fact]
    public void Binding_HostAndGuestPath_ShowsTheDirectory()
    {
        Guest = Guest.Bind($"{_host}:/mnt");
        Sh("cat /mnt/file mnt/sub/deep /mnt/../etc/name; cd /mnt/sub; pwd; ls ..; cd ..; cd ..; pwd; echo new >/mnt/new")
            .ExpectOutput("from host\ndeep\nmini\n/mnt/sub\nfile\nsub\n/\n");
        Assert.Equal("new\n", File.ReadAllText(Path.Combine(_host, "new")));
    }

    [Fact]
    public void Binding_OnePath_IsTheSameInTheGuest()
    {
        Guest = Guest.Bind(_host);
        Sh($"cat {_host}/file; cd {_host}/sub; pwd").ExpectOutput($"from host\n{_host}/sub\n");
    }

    [Fact]
    public void Binding_FileOverFile_ShowsTheFile()
    {
        Guest = Guest.Bind($"{_host}/file:/etc/name");
        Sh("cat /etc/name; ls /etc").ExpectOutput("from host\nname\n");
    }

    [Fact]
    public void Binding_ReadOnly_AnswersErofs()
    {
        Guest = Guest.Bind($"{_host}:/mnt:ro").Bind($"{_host}/sub:/mnt/sub");
        Sh("""
            cat /mnt/file
            for command in 'touch /mnt/new' 'touch /mnt/file' 'mkdir /mnt/dir' 'rm /mnt/file' 'mv /mnt/file /mnt/other' \
              'ln -s x /mnt/link' 'ln /mnt/file /mnt/hard' 'chmod 600 /mnt/file' 'mv /etc/name /mnt/name'; do
              $command 2>&1 | grep -q 'Read-only file system' || echo "wrong: $command"
            done
            (echo x >/mnt/file) 2>&1 | grep -c 'Read-only file system'
            echo written >/mnt/sub/new
            cat /mnt/sub/new
            """).ExpectOutput("from host\n1\nwritten\n");
        Assert.Equal("from host\n", File.ReadAllText(Path.Combine(_host, "file")));
    }

    [Fact]
    public void Binding_OverALink_FollowsItUnlessToldNotTo()
    {
        var plain = Guest.Bind($"{_host}:/link");
        StartIn(plain, "sh", "-euc", "cat /real/file; readlink /link").Wait().ExpectOutput("from host\nreal\n");
        Guest = Guest.Bind($"{_host}:/link!");
        Sh("cat /real/own /link/file; test ! -L /link; cd /link; readlink /proc/self/cwd").ExpectOutput("own\nfrom host\n/link\n");
    }

    [Fact]
    public void MountPoint_Missing_IsShownNotCreated()
    {
        Guest = Guest.Bind($"{_host}:/opt/one/two").Bind($"{_host}/file:/etc/shown").Bind($"{_host}/sub:/opt/three");
        Sh("""
            ls / | grep opt
            ls /opt /opt/one /opt/one/two /etc
            stat -c %F /opt /opt/one /etc/shown
            cat /etc/shown /opt/one/two/file /opt/three/deep
            cd /opt/one && pwd && ls two && cd two && cd ../.. && pwd
            find / -xdev -name two
            """).ExpectOutput("""
            opt
            /etc:
            name
            shown

            /opt:
            one
            three

            /opt/one:
            two

            /opt/one/two:
            file
            sub
            directory
            directory
            regular file
            from host
            from host
            deep
            /opt/one
            file
            sub
            /opt
            /opt/one/two

            """);
    }

    [Fact]
    public void MountPoint_RemovedOrRenamed_IsBusy()
    {
        Guest = Guest.Bind($"{_host}:/mnt").Bind($"{_host}/file:/etc/name");
        Sh("""
            rmdir /mnt 2>&1 | grep -o 'Device or resource busy'
            mv /mnt /other 2>&1 | grep -o 'Device or resource busy'
            rm /etc/name 2>&1 | grep -o 'Device or resource busy'
            """).ExpectOutput("Device or resource busy\nDevice or resource busy\nDevice or resource busy\n");
    }

    [Fact]
    public void Bindings_HardLinkAcross_IsAnotherDevice()
    {
        Guest = Guest.Bind($"{_host}:/mnt").Bind($"{_host}/sub:/real");
        Sh("ln /mnt/file /real/file 2>&1 | grep -o 'Invalid cross-device link'; ln /mnt/file /mnt/hard; cat /mnt/hard")
            .ExpectOutput("Invalid cross-device link\nfrom host\n");
    }

    [Fact]
    public void Bindings_SameHostDirectoryTwice_EachKeepsItsName()
    {
        Guest = Guest.Bind($"{_host}:/mnt").Bind($"{_host}:/real");
        Sh("""
            cd /mnt/sub; readlink /proc/self/cwd; exec 3</mnt/file; readlink /proc/self/fd/3
            cd /real/sub; readlink /proc/self/cwd; exec 4</real/file; readlink /proc/self/fd/4
            cd ..; /bin/sh -c pwd
            cd /mnt; /bin/sh -c pwd; cat /real/file
            """).ExpectOutput("/mnt/sub\n/mnt/file\n/real/sub\n/real/file\n/real\n/mnt\nfrom host\n");
    }

    [Fact]
    public void Bindings_OneInAnother_DeepestAndLatestWin()
    {
        Write("other/file", "other\n");
        Write("last/file", "last\n");
        Guest = Guest.Bind($"{Scratch}/other:/mnt/sub").Bind($"{_host}:/mnt").Bind($"{Scratch}/other:/real").Bind($"{Scratch}/last:/real");
        Sh("cat /mnt/file /mnt/sub/file /real/file; cd /mnt/sub; cd ..; readlink /proc/self/cwd")
            .ExpectOutput("from host\nother\nlast\n/mnt\n");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        var after = Listing();
        base.Dispose(disposing);
        Assert.Equal(_before, after);
    }

    private string Listing() => HostCommand.Run("find", _rootfs, "-printf", "%P %y %m %T@\n");
}
