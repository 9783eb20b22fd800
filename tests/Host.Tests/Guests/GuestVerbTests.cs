using System.Text.Json;
using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

/// <summary>Each verb of guests, by an ordinary user.</summary>
public sealed class GuestVerbTests : GuestsTest
{
    [Fact]
    public void List_NoGuests_MakesNothing()
    {
        Ptracer("guest", "list").ExpectOutput("");
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public void Create_RootfsInPlace_RunsThere()
    {
        Ptracer("guest", "create", "box", "--rootfs", "mini").ExpectSuccess().ExpectText("Mini \"1\"");
        Ptracer("exec", "box", "--", "cat", "/etc/name").ExpectOutput("mini\n");
        Assert.Equal(["box"], Names());
        Ptracer("guest", "rm", "box").ExpectSuccess();
        Assert.True(Directory.Exists(Rootfs));
    }

    [Fact]
    public void Create_FromDirectory_IsACopy()
    {
        Ptracer("guest", "create", "box", "--from", "mini").ExpectSuccess();
        string copy = Path.Combine(GuestsPath, "box", "rootfs");
        Assert.Equal(Listing(Rootfs), Listing(copy));
        Ptracer("exec", "box", "--", "touch", "/etc/new").ExpectSuccess();
        Assert.False(File.Exists(Path.Combine(Rootfs, "etc", "new")));
    }

    [Theory]
    [InlineData(".tar")]
    [InlineData(".tar.gz")]
    [InlineData(".tar.zst")]
    [InlineData("")]
    public void Export_ThenImport_IsTheSame(string ending)
    {
        string output = Path.Combine(Scratch, "out" + ending);
        Ptracer("import", "mini", "box").ExpectSuccess();
        Ptracer("export", "box", "-o", output).ExpectSuccess();
        Ptracer("import", output, "again").ExpectSuccess();
        Assert.Equal(Listing(Rootfs), Listing(Path.Combine(GuestsPath, "again", "rootfs")));
        Refused("exists", "export", "box", "-o", output);
        Ptracer("guest", "export", "box", "-o", output, "--force").ExpectSuccess();
    }

    [Fact]
    public void Export_ToOci_IsALayout()
    {
        Ptracer("import", "mini", "box").ExpectSuccess();
        Ptracer("export", "box", "-o", "image.oci").ExpectSuccess();
        Assert.True(File.Exists(Path.Combine(Scratch, "image.oci", "oci-layout")));
    }

    [Fact]
    public void Export_Tar_HasTheOwnersThatTheGuestSees()
    {
        Ptracer("import", "mini", "box", "--id", "7:8").ExpectSuccess();
        Ptracer("export", "box", "-o", "box.tar").ExpectSuccess();
        string listing = HostCommand.Run("tar", "--numeric-owner", "-tvf", Path.Combine(Scratch, "box.tar"));
        Assert.All(listing.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Contains(" 7/8 ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Set_Everything_IsShownAndHolds()
    {
        Ptracer("guest", "create", "box", "--rootfs", "mini", "--env", "A=1", "--env", "B=x=y").ExpectSuccess();
        Ptracer(
            "guest", "set", "box", "--bind", "tmp:/shown:ro", "--id", "5:6", "--env", "A=2", "--port", "80:8080", "--limit",
            "NOFILE=100:200", "--kernel-release", "9.9.9-mine", "--autostart", "no").ExpectSuccess();
        GuestRun show = Ptracer("guest", "show", "box").ExpectSuccess();
        foreach (string line in new[]
        {
            $"bind            {Scratch}/tmp:/shown:ro\n", "id              5:6\n", "env             A=2\n", "env             B=x=y\n",
            "port            80:8080\n", "limit           NOFILE=100:200\n", "kernel-release  9.9.9-mine\n", "autostart       no\n",
        })
        {
            show.ExpectText(line);
        }

        Ptracer("exec", "box", "--", "sh", "-c", "echo $A $B; ulimit -n; ulimit -Hn; (: >/shown/x) 2>/dev/null || echo closed")
            .ExpectText("2 x=y\n100\n200\nclosed\n");
        Ptracer("run", "-r", "box", "busybox", "uname", "-r").ExpectOutput("9.9.9-mine\n");
        Ptracer("guest", "set", "box", "--unbind", "/shown", "--unset-env", "A", "--unport", "80", "--unlimit", "NOFILE", "-k", "-", "-i", "0:0")
            .ExpectSuccess();
        using JsonDocument json = JsonDocument.Parse(Ptracer("guest", "show", "box", "--json").ExpectSuccess().Stdout);
        JsonElement settings = json.RootElement.GetProperty("settings");
        Assert.Equal(0, settings.GetProperty("bindings").GetArrayLength());
        Assert.Equal("B=x=y", Assert.Single(settings.GetProperty("environment").EnumerateArray()).GetString());
        Assert.Equal(JsonValueKind.Null, settings.GetProperty("kernelRelease").ValueKind);
        Assert.False(settings.GetProperty("autostart").GetBoolean());
    }

    [Fact]
    public void Clone_Guest_HasItsFilesAndSettings()
    {
        Ptracer("import", "mini", "box", "--env", "A=1").ExpectSuccess();
        Ptracer("guest", "clone", "box", "copy").ExpectSuccess();
        Ptracer("guest", "rm", "box").ExpectSuccess();
        Ptracer("exec", "copy", "--", "sh", "-c", "echo $A").ExpectOutput("1\n");
        Assert.Equal(Listing(Rootfs), Listing(Path.Combine(GuestsPath, "copy", "rootfs")));
    }

    [Fact]
    public void Clone_UnreadableDirectory_IsRefusedAndLeavesNothing()
    {
        Ptracer("import", "mini", "box").ExpectSuccess();
        Mode("0", Path.Combine(GuestsPath, "box", "rootfs", "real"));
        Refused("real: this user may not read it; chmod u+r it", "guest", "clone", "box", "copy");
        Assert.Equal(["box"], Names());
        Assert.Equal([".lock", "box"], Directory.GetFileSystemEntries(GuestsPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Remove_DirectoriesWithoutPermissions_Succeeds()
    {
        Ptracer("import", "mini", "box").ExpectSuccess();
        Ptracer("exec", "box", "--", "mkdir", "-p", "/a/b/c").ExpectSuccess();
        foreach (string directory in new[] { "a/b", "a", "etc", "bin" })
        {
            Mode("0", Path.Combine(GuestsPath, "box", "rootfs", directory));
        }

        Ptracer("guest", "rm", "box").ExpectSuccess();
        Assert.Equal([".lock"], Directory.GetFileSystemEntries(GuestsPath).Select(Path.GetFileName));
    }

    [Fact]
    public void Rename_Guest_KeepsAllButTheName()
    {
        Ptracer("import", "mini", "box", "--env", "A=1").ExpectSuccess();
        Ptracer("guest", "rename", "box", "crate").ExpectSuccess();
        Assert.Equal(["crate"], Names());
        Ptracer("exec", "crate", "--", "sh", "-c", "echo $A").ExpectOutput("1\n");
        Refused("guest box: there is none", "guest", "rename", "box", "other");
        Ptracer("import", "mini", "box").ExpectSuccess();
        Refused("guest box: exists already", "guest", "rename", "crate", "box");
    }

    [Fact]
    public void Remove_InUse_NeedsForce()
    {
        Ptracer("import", "mini", "box").ExpectSuccess();
        GuestProcess session = StartHost([.. HostUser, TestPlace.Binary, "exec", "box", "--", "sh", "-c", "echo up; exec busybox sleep 1000"]);
        session.Expect("up");
        Refused("guest box: in use", "guest", "rm", "box");
        Refused("guest box: in use", "guest", "rename", "box", "crate");
        Ptracer("exec", "box", "--", "cat", "/etc/name").ExpectOutput("mini\n");
        Ptracer("guest", "rm", "box", "--force").ExpectSuccess();
        Assert.Equal(137, session.Wait().Status);
        Assert.Empty(Names());
    }

    [Fact]
    public void Run_Name_TakesTheGuestUnlessADirectoryIsHere()
    {
        Ptracer("guest", "create", "box", "--rootfs", "mini", "--env", "A=guest").ExpectSuccess();
        Ptracer("run", "-r", "box", "sh", "-c", "echo $A; id -u 2>/dev/null || busybox id -u").ExpectOutput("guest\n0\n");
        Ptracer("run", "-r", "box", "-i", "3:4", "-b", "tmp:/real", "busybox", "sh", "-c", "busybox id -u; busybox ls /real").ExpectOutput("3\n");
        Ptracer("deps", "-r", "box", "--list", "busybox").ExpectText("/bin/busybox\n");
        Ptracer("pack", "--from", "box", "-o", "packed", "busybox").ExpectSuccess();
        Refused("no directory of that name here, and no guest", "run", "-r", "crate", "true");
        MiniRootfs.Create(Path.Combine(Scratch, "box"));
        File.WriteAllText(Path.Combine(Scratch, "box", "etc", "name"), "directory\n");
        Ptracer("run", "-r", "box", "cat", "/etc/name").ExpectOutput("directory\n");
    }
}
