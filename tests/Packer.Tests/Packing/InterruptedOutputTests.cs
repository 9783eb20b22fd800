using Packer.Tests.Harness;
using Packer.Tests.Trees;
using Ptracer;
using Ptracer.Linux;
using Ptracer.Packer.Packing;
using Xunit;

namespace Packer.Tests.Packing;

/// <summary>
/// A signal, a full disk: nothing stays. What ends a process runs in one of its own: this program, called with the name
/// of an explicit test below.
/// </summary>
public sealed class InterruptedOutputTests : IDisposable
{
    private const int SIGHUP = 1;
    private const int SIGINT = 2;
    private const int SIGKILL = 9;
    private const int SIGTERM = 15;

    private readonly ScratchDirectory _place = new();

    public static TheoryData<string, int> Cases => new()
    {
        { "out", SIGINT }, { "out.tar", SIGTERM }, { "out.tar.gz", SIGHUP }, { "out.tar.zst", SIGINT }, { "out.oci", SIGTERM },
    };

    public void Dispose() => _place.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_AfterASignal_LeavesNothingAndDiesOfIt(string name, int signal)
    {
        int status = RunPart(nameof(Part_SignalledPack), $"PACK_NAME={name} PACK_SIGNAL={signal}");

        Assert.Equal(128 + signal, status);
        Assert.Equal(["half-way"], _place.Names);
    }

    [Theory]
    [InlineData("out")]
    [InlineData("out.tar")]
    [InlineData("out.oci")]
    public void Create_AfterAMakerWasKilled_RemovesItsLeftover(string name)
    {
        int status = RunPart(nameof(Part_SignalledPack), $"PACK_NAME={name} PACK_SIGNAL={SIGKILL}");
        Assert.Equal(128 + SIGKILL, status);
        Assert.StartsWith(".ptracer-", Assert.Single(_place.Names, left => left != "half-way"), StringComparison.Ordinal);

        WholeTree.Pack(new MemoryTree().File("/a"), _place["next.tar"]);

        Assert.Equal(["half-way", "next.tar"], _place.Names);
    }

    [Fact]
    public void Write_AfterAnIgnoredSignal_GoesOn()
    {
        int status = RunPart(nameof(Part_SignalledPack), "PACK_NAME=out.tar PACK_SIGNAL=1", "trap '' HUP; ");

        Assert.Equal(0, status);
        Assert.Equal(["half-way", "out.tar"], _place.Names);
    }

    [Theory]
    [InlineData("out")]
    [InlineData("out.tar")]
    [InlineData("out.tar.gz")]
    [InlineData("out.tar.zst")]
    [InlineData("out.oci")]
    public void Write_OverTheFileSizeLimit_SaysSoAndLeavesNothing(string name)
    {
        int status = RunPart(nameof(Part_LimitedPack), $"PACK_NAME={name} DOTNET_EnableWriteXorExecute=0", "ulimit -f 64; ");

        Assert.Equal(0, status);
        Assert.Equal(["failure"], _place.Names);
        Assert.Contains($"{name}: ", _place.Shell("cat failure"), StringComparison.Ordinal);
        Assert.EndsWith("raise the limit, or give a place elsewhere", _place.Shell("cat failure"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out")]
    [InlineData("out.tar")]
    [InlineData("out.oci")]
    public void Write_OnAFullDisk_SaysSoAndLeavesNothing(string name)
    {
        if (_place.Run("unshare", "-rm", "true").Status != 0)
        {
            Assert.Skip("no mount namespace for this user");
        }

        string call = Call(nameof(Part_LimitedPack), $"PACK_NAME=disk/{name} PACK_REPORT={_place["failure"]}");
        _place.Shell("mkdir disk");
        string script = $"mount -t tmpfs -o size=1m none disk; {call}; ls -A disk";
        (int status, string output, string errors) = _place.Run("unshare", "-rm", "bash", "-euc", script);

        Assert.True(status == 0, errors + output);
        Assert.Equal("", output.Split('\n')[^1]);
        Assert.DoesNotContain(".ptracer-", output, StringComparison.Ordinal);
        Assert.Contains("no space left on the device", _place.Shell("cat failure"), StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void Part_SignalledPack()
    {
        (string place, string name) = (Variable("PACK_PLACE"), Variable("PACK_NAME"));
        MemoryTree tree = new MemoryTree().File("/a", new byte[1_000_000]).File("/b").Directory("/c/d");
        using IPackOutput output = PackOutputs.Create(Path.Combine(place, name), OutputFormat.ByName, ExistingOutput.Refuse);
        int count = 0;
        foreach (PackItem item in WholeTree.Items(tree))
        {
            output.Write(item);
            if (++count == 2)
            {
                File.WriteAllText(Path.Combine(place, "half-way"), "");
                // To this thread: one sent to the process may reach another thread, and be noted later.
                Raw.Call(Sysno.tgkill, Unistd.getpid(), Unistd.gettid(), int.Parse(Variable("PACK_SIGNAL"), null));
            }
        }

        output.Complete();
    }

    [Fact(Explicit = true)]
    public void Part_LimitedPack()
    {
        string place = Variable("PACK_PLACE");
        byte[] noise = new byte[4_000_000];
        new Random(1).NextBytes(noise);
        MemoryTree tree = new MemoryTree().File("/large", noise);
        PtracerException failure = Assert.Throws<PtracerException>(() => WholeTree.Pack(tree, Path.Combine(place, Variable("PACK_NAME"))));
        File.WriteAllText(Environment.GetEnvironmentVariable("PACK_REPORT") ?? Path.Combine(place, "failure"), failure.Message);
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name)!;

    private static string Call(string test, string variables) =>
        $"env {variables} '{Environment.ProcessPath}' -noColor -noLogo -explicit only -method '*.{test}'";

    private int RunPart(string test, string variables, string before = "") =>
        _place.Run("bash", "-c", $"{before}{Call(test, variables)} >&2").Status;
}
