using System.Globalization;
using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>What the kernel notes of a program's code, data and heap, as a second opinion.</summary>
[Collection(NativeCollection.Name)]
public sealed class KernelLayoutTests
{
    private const string Setarch = "/usr/bin/setarch";

    [Theory]
    [InlineData("/bin/cat")]
    [InlineData("/usr/bin/python3")]
    public void Exec_RealProgram_HasTheKernelsMemoryMap(string path)
    {
        string[] arguments = path.EndsWith("cat", StringComparison.Ordinal)
            ? ["/proc/self/stat"]
            : ["-c", "print(open('/proc/self/stat').read())"];
        Assert.SkipUnless(File.Exists(path), "needs " + path);
        CompareWithKernel(path, arguments);
    }

    [Theory]
    [MemberData(nameof(CompiledPrograms.Modes), MemberType = typeof(CompiledPrograms))]
    public void Exec_CompiledProgram_HasTheKernelsMemoryMap(string mode, string option)
    {
        using ScratchDirectory scratch = new();
        CompareWithKernel(CompiledPrograms.Make(scratch, mode, option));
    }

    /// <summary>Compares with proc_pid_stat(5), run without ASLR.</summary>
    private static void CompareWithKernel(string path, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Setarch), "needs setarch");
        NativeRun native = NativeRun.Of(Setarch, ["-R", path, .. arguments]);
        string line = Encoding.ASCII.GetString(native.Output);
        string[] fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        ulong Field(int number) => ulong.Parse(fields[number - 3], CultureInfo.InvariantCulture);

        ExecModel model = new() { Randomization = AddressRandomization.Disabled };
        PlanReader.Image image = model.Exec(File.ReadAllBytes(path)).Plan!.Images[0];
        ulong bias = image.Kind == 2 ? Field(26) - image.CodeStart : image.Bias;
        Assert.Equal(Field(26), image.CodeStart + bias);
        Assert.Equal(Field(27), image.CodeEnd + bias);
        Assert.Equal(Field(45), image.DataStart + bias);
        Assert.Equal(Field(46), image.DataEnd + bias);
        if (image.Kind != 2)
        {
            Assert.Equal(Field(47), AddressSpace.PageAlign(image.BssEnd + bias));
        }
    }
}
