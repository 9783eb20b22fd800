using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

/// <summary><c>shell</c> and <c>exec</c>: who one is, and where, and with what.</summary>
public sealed class GuestSessionTests : GuestsTest
{
    public GuestSessionTests()
    {
        Ptracer("guest", "create", "box", "--rootfs", "mini", "--env", "OWN=1").ExpectSuccess();
        Guest = Guest.With("SECRET", "host").With("TERM", "vt100");
    }

    [Fact]
    public void Shell_Login_HasACleanEnvironment()
    {
        GuestRun run = StartHost([.. HostUser, TestPlace.Binary, "shell", "box", "--", "busybox", "env"]).Wait().ExpectSuccess();
        Assert.Equal(
            [
                "HOME=/root", "LOGNAME=root", "OWN=1", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "SHELL=/bin/sh", "TERM=vt100", "USER=root",
            ],
            run.Stdout.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Shell_OnATerminal_IsALoginShellAtHome()
    {
        PseudoTerminal terminal = OpenTerminal(Guest, [.. HostUser, TestPlace.Binary, "shell", "box", "-u", "ann"]);
        terminal.Line("echo \"<$0 $(pwd) $USER $(test -t 0 && echo tty)>\"").Expect("<-sh /home/ann ann tty>");
        terminal.Line("exit 7");
        Assert.Equal(7, terminal.Wait());
    }

    [Fact]
    public void Exec_User_HasItsIdsAndGroups()
    {
        Ptracer("exec", "box", "-u", "ann", "--", "busybox", "sh", "-c", "busybox id -u; busybox id -g; busybox id -G; echo $HOME; pwd")
            .ExpectOutput("500\n600\n600 50 51\n/home/ann\n/\n");
        Ptracer("exec", "box", "-u", "ann:friends", "--", "busybox", "id", "-G").ExpectOutput("51\n");
        Ptracer("exec", "box", "-u", "77", "--", "busybox", "id", "-u").ExpectOutput("77\n");
        Refused("user eve: none of guest box", "exec", "box", "-u", "eve", "--", "true");
        Refused("group eve: none of guest box", "exec", "box", "-u", "ann:eve", "--", "true");
    }

    [Fact]
    public void Exec_Options_AreTaken()
    {
        Ptracer("exec", "box", "-e", "X=a b", "-e", "OWN=2", "-w", "/etc", "--", "sh", "-c", "echo $X $OWN; pwd").ExpectOutput("a b 2\n/etc\n");
        Ptracer("exec", "box", "--", "sh", "-c", "exit 9").ExpectStatus(9);
        Ptracer("exec", "box", "--", "nothing").ExpectStatus(127);
        Ptracer("exec", "box", "--", "sh", "-c", "kill -9 $$").ExpectStatus(137);
        Refused("--env Y: not name=value", "exec", "box", "-e", "Y", "--", "true");
    }

    [Fact]
    public void Exec_IntoARunningGuest_SharesItsFiles()
    {
        GuestProcess first = StartHost([.. HostUser, TestPlace.Binary, "exec", "box", "--", "sh", "-c",
            "busybox mkfifo /tmp/door; echo up; cat /tmp/door"]);
        first.Expect("up");
        Ptracer("exec", "box", "--", "sh", "-c", "echo through >/tmp/door").ExpectSuccess();
        first.Wait().ExpectText("through\n");
    }

    [Fact]
    public void Limits_OfAGuest_AreNotItsTracers()
    {
        Ptracer("guest", "set", "box", "--limit", "NOFILE=20", "--limit", "FSIZE=1K", "--limit", "NPROC=infinity", "--limit", "CPU=10min")
            .ExpectSuccess();
        Ptracer("exec", "box", "--", "sh", "-c", "ulimit -n; ulimit -t; busybox dd if=/bin/busybox of=/tmp/large 2>/dev/null; echo $?; busybox wc -c </tmp/large")
            .ExpectText("20\n600\n");
        Assert.Equal(1024, new FileInfo(Path.Combine(Rootfs, "tmp", "large")).Length);
    }
}
