using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Guests;

/// <summary>Wrong names, values and files: one clear line, and nothing is made.</summary>
public sealed class GuestInputTests : GuestsTest
{
    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("a b")]
    [InlineData("bücher")]
    [InlineData("客")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Create_OddName_IsRefused(string name)
    {
        Refused("not a name", "guest", "create", name, "--rootfs", "mini");
        Assert.False(Directory.Exists(GuestsPath));
    }

    [Fact]
    public void Create_LongestName_Works()
    {
        string name = new('x', 64);
        Ptracer("import", "mini", name).ExpectSuccess();
        Ptracer("exec", name, "--", "true").ExpectStatus(127); // BusyBox has no link of that name here
        Assert.Equal([name], Names());
    }

    [Theory]
    [InlineData("not soft[:hard]", "--limit", "NOFILE=many")]
    [InlineData("there is none", "--limit", "FILES=1")]
    [InlineData("above the hard one", "--limit", "NOFILE=9:8")]
    [InlineData("write name=soft", "--limit", "NOFILE")]
    [InlineData("not two ids", "--id", "root")]
    [InlineData("not NAME=value", "--env", "=x")]
    [InlineData("not guest-port:host-port", "--port", "80")]
    [InlineData("not guest-port:host-port", "--port", "0:80")]
    [InlineData("the guest path is not absolute", "--bind", "/etc:etc")]
    [InlineData("write yes or no", "--autostart", "maybe")]
    [InlineData("longer than 64 bytes", "--kernel-release", "1234567890123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("unknown option", "--unbind", "/etc")]
    public void Create_BadSetting_IsRefused(string text, string option, string value)
    {
        Refused(text, "guest", "create", "box", "--rootfs", "mini", option, value);
        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("NAME is missing", "guest", "create", "--rootfs", "/")]
    [InlineData("give --rootfs DIR", "guest", "create", "box")]
    [InlineData("give --rootfs DIR", "guest", "create", "box", "--rootfs", "/", "--from", "/")]
    [InlineData("one word too many", "guest", "create", "box", "more", "--rootfs", "/")]
    [InlineData("no such directory", "guest", "create", "box", "--rootfs", "/nowhere")]
    [InlineData("not a directory", "guest", "create", "box", "--rootfs", "/etc/passwd")]
    [InlineData("no such file or directory", "guest", "create", "box", "--from", "/nowhere")]
    [InlineData("did you mean create?", "guest", "creat", "box")]
    [InlineData("there is none of that name", "guest", "show", "box")]
    [InlineData("there is none of that name", "guest", "rm", "box")]
    [InlineData("there is none of that name", "guest", "rm", "--force", "box")]
    [InlineData("there is none of that name", "guest", "set", "box", "--env", "A=1")]
    [InlineData("nothing to set", "guest", "set", "box")]
    [InlineData("COPY is missing", "guest", "clone", "box")]
    [InlineData("there is none of that name", "guest", "clone", "box", "copy")]
    [InlineData("where it goes is missing", "export", "box")]
    [InlineData("there is none of that name", "shell", "box")]
    [InlineData("the command is missing", "exec", "box", "ls")]
    public void Verb_WrongWords_SayWhatToDo(string text, params string[] words) => Refused(text, words);

    [Fact]
    public void Home_ThatCannotBeWritten_IsToldWithTheRemedy()
    {
        Guest = Guest.With("PTRACER_HOME", "/proc/nowhere");
        Refused("/proc/nowhere", "import", "mini", "box");
        Guest = Guest.With("PTRACER_HOME", "").With("HOME", "/proc");
        Refused("set PTRACER_HOME", "import", "mini", "box");
    }

    [Fact]
    public void Home_OfAnotherUser_GivesNothing()
    {
        Ptracer("import", "mini", "box").ExpectSuccess();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Home));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(GuestsPath, "box", "guest.json")));
    }

    [Theory]
    [InlineData("{", "malformed at line 1")]
    [InlineData("[]", "malformed at")]
    [InlineData("", "malformed at")]
    [InlineData("{\"version\":1,\"created\":\"2026-01-01T00:00:00Z\",\n\"environment\":[1]}", "malformed at line 2")]
    [InlineData("{\"version\":1,\"environment\":[null]}", "malformed at")]
    [InlineData("{\"created\":\"2026-01-01T00:00:00Z\"}", "malformed at its version")]
    [InlineData("{\"version\":2}", "written by a newer ptracer")]
    public void Document_Malformed_IsNamedAndOthersWork(string text, string message)
    {
        Ptracer("import", "mini", "good").ExpectSuccess();
        Ptracer("import", "mini", "bad").ExpectSuccess();
        string path = Path.Combine(GuestsPath, "bad", "guest.json");
        File.WriteAllText(path, text);
        GuestRun list = Ptracer("guest", "list").ExpectStatus(1).ExpectText("good");
        Assert.Contains($"ptracer: {path}: {message}", list.Stderr, StringComparison.Ordinal);
        Assert.Equal(1, list.Stderr.Count(letter => letter == '\n'));
        Refused(path, "exec", "bad", "--", "true");
        Refused(path, "guest", "set", "bad", "--env", "A=1");
        Ptracer("guest", "rm", "bad").ExpectSuccess();
        Assert.Equal(["good"], Names());
    }

    [Fact]
    public void Document_UnknownFields_AreKept()
    {
        Ptracer("import", "mini", "box").ExpectSuccess();
        string path = Path.Combine(GuestsPath, "box", "guest.json");
        string text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"version\"", "\"later\": {\"a\": [1, \"ü\"]}, \"version\"", StringComparison.Ordinal));
        Ptracer("guest", "set", "box", "--env", "A=1").ExpectSuccess();
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal("ü", json.RootElement.GetProperty("later").GetProperty("a")[1].GetString());
        Ptracer("exec", "box", "--", "sh", "-c", "echo $A").ExpectOutput("1\n");
    }
}
