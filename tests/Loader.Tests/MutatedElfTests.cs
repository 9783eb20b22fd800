using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>Damaged files: never an exception, never a number the stub could stumble over.</summary>
[Collection(NativeCollection.Name)]
public sealed class MutatedElfTests
{
    private const int Mutations = 10_000;
    private const int NativeMutations = 300;

    /// <summary>Values at which arithmetic turns.</summary>
    private static readonly ulong[] s_edges =
    [
        0, 1, 2, 7, 55, 56, 57, 0xfff, 0x1000, 0x1001, 0x2000, 0x10000, 0x400000, 0x401000, int.MaxValue, uint.MaxValue,
        1UL << 32, 1UL << 46, 1UL << 47, 0x7fffffffe000, 0x7fffffffefff, 0x7ffffffff000, 1UL << 48, long.MaxValue,
        1UL << 63, ulong.MaxValue - 0xfff, ulong.MaxValue,
    ];

    [Fact]
    public void Exec_RandomBytesInRealFiles_GivesErrnoOrSoundPlan()
    {
        string[] paths = ["/bin/true", "/bin/sh", "/lib64/ld-linux-x86-64.so.2", "/sbin/ldconfig"];
        byte[][] files = [.. paths.Where(File.Exists).Select(ReadStart)];
        Random random = new(1);
        CheckMany(random, () => MutateBytes(random, files[random.Next(files.Length)]));
    }

    [Fact]
    public void Exec_EdgeValuesInFields_GivesErrnoOrSoundPlan()
    {
        Random random = new(2);
        CheckMany(random, () => MutateFields(random, RandomBase(random, "/i"), everyField: true));
    }

    [Fact]
    public void Exec_EdgeValuesInI386Fields_GivesErrnoOrSoundPlan()
    {
        Random random = new(4);
        CheckMany(random, () => MutateI386Fields(random, RandomI386Base(random), everyField: true), ElfBuilder.I386Pie());
    }

    [Fact]
    public void Exec_EdgeValuesInI386Fields_AgreesWithKernel()
    {
        Assert.SkipUnless(NativeRun.IsKernelRecent && NativeRun.RunsI386, "needs a recent kernel that runs i386 programs");
        using ScratchDirectory scratch = new();
        Random random = new(5);
        for (int i = 0; i < NativeMutations; i++)
        {
            byte[] file = MutateI386Fields(random, RandomI386Base(random), everyField: false);
            ExecModel.Outcome outcome = new ExecModel().Exec(file);
            Compare(i, outcome, NativeRun.OfUnprivileged(scratch.Write("program", file)), ElfMachine.I386);
        }
    }

    [Fact]
    public void Exec_EdgeValuesInFields_AgreesWithKernel()
    {
        Assert.SkipUnless(NativeRun.IsKernelRecent, "older kernels differ in single cases");
        using ScratchDirectory scratch = new();
        string interpreter = scratch.PathOf("i");
        Random random = new(3);
        for (int i = 0; i < NativeMutations; i++)
        {
            byte[] interpreterFile = ElfBuilder.Pie().WithLoad().Build();
            byte[] file = RandomBase(random, interpreter);
            MutateFields(random, random.Next(4) == 0 ? interpreterFile : file, everyField: false);
            scratch.Write("i", interpreterFile);
            string program = scratch.Write("program", file);
            ExecModel model = new() { OpenInterpreter = path => path == interpreter ? interpreterFile : null };
            ExecModel.Outcome outcome = model.Exec(file);
            if (!IsInterpreterAlone(model.Program))
            {
                Compare(i, outcome, NativeRun.OfUnprivileged(program));
            }
        }
    }

    /// <summary>The one known deviation: the kernel starts an interpreter for a program without PT_LOAD.</summary>
    private static bool IsInterpreterAlone(LoadImage program) =>
        program is { Defect: LoadDefect.NoMemory, HasInterpreter: true };

    private static void Compare(
        int number, ExecModel.Outcome outcome, NativeRun native, ElfMachine machine = ElfMachine.X64)
    {
        // No program here exits by itself with anything but 0; setpriv (and the sh it tries after ENOEXEC) does.
        bool isRefused = native.Errno != 0 || native.Status is > 0 and < 128;
        Assert.True(isRefused == (outcome.Errno != 0), $"{number}: loader {outcome}, kernel {native}");
        Assert.True(native.Errno == 0 || native.Errno == outcome.Errno, $"{number}: loader {outcome}, kernel {native}");
        Assert.True(!outcome.Dies || native.Status == NativeRun.DiedOfSegv, $"{number}: {outcome}, kernel {native}");
        if (native.DumpOf(machine) is StackDump dump)
        {
            Assert.False(outcome.Dies, $"{number}: kernel runs it, loader says {outcome.Explanation}");
            PlanReader.Image image = outcome.Plan!.Images[0];
            ulong word = machine == ElfMachine.I386 ? uint.MaxValue : ulong.MaxValue;
            Assert.Equal(
                unchecked(image.Phdr - image.Entry) & word,
                unchecked(dump.Auxiliary[AuxiliaryType.ProgramHeaders] - dump.Auxiliary[AuxiliaryType.Entry]) & word);
        }
    }

    private static void CheckMany(Random random, Func<byte[]> next, ElfBuilder? interpreterBuilder = null)
    {
        ExecModel model = new();
        byte[] interpreter = (interpreterBuilder ?? ElfBuilder.Pie()).WithLoad().Build();
        int plans = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] other = random.Next(2) == 0 ? next() : interpreter;
            model.OpenInterpreter = _ => other;
            model.RandomPages = (ulong)random.NextInt64();
            byte[] file = next();
            Assert.NotEmpty(ElfDescription.Describe(file));
            ExecModel.Outcome outcome = model.Exec(file);
            Assert.True(outcome.Errno is 0 or 2 or 5 or 8 or 13 or 22 or 80);
            if (outcome.Plan is not null)
            {
                PlanRules.Check(outcome.Plan, model.Program.Machine);
                plans += outcome.Dies ? 0 : 1;
            }
        }

        Assert.True(plans > Mutations / 20, $"only {plans} files were still sound: the test sees too little");
    }

    private static byte[] RandomBase(Random random, string interpreter) => random.Next(3) switch
    {
        0 => new ElfBuilder().WithLoad().With(new(1, 6, 0x1000, 0x404000, 0x100, 0x3000)).WithStack(6).Build(),
        1 => ElfBuilder.Pie().WithLoad().With(new(1, 6, 0x1000, 0x4000, 0x100, 0x3000)).Build(),
        _ => ElfBuilder.Pie().WithInterpreter(Encoding.ASCII.GetBytes(interpreter + "\0")).WithLoad().WithStack(6)
            .With(new(1, 6, 0x1000, 0x4000, 0x100, 0x3000)).Build(),
    };

    private static byte[] RandomI386Base(Random random) => random.Next(2) switch
    {
        0 => ElfBuilder.I386().WithLoad().With(new(1, 6, 0x1000, 0x404000, 0x100, 0x3000)).WithStack(6).Build(),
        _ => ElfBuilder.I386Pie().WithLoad().With(new(1, 6, 0x1000, 0x4000, 0x100, 0x3000)).Build(),
    };

    private static byte[] ReadStart(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return bytes[..Math.Min(bytes.Length, 8192)];
    }

    private static byte[] MutateBytes(Random random, byte[] original)
    {
        byte[] file = [.. original];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int offset = random.Next(4) == 0 ? random.Next(file.Length) : random.Next(64 + 13 * 56);
            file[offset] = random.Next(3) == 0 ? (byte)0xff : (byte)random.Next(256);
        }

        return random.Next(20) == 0 ? file[..random.Next(file.Length)] : file;
    }

    /// <summary>The same for the words of i386 headers.</summary>
    private static byte[] MutateI386Fields(Random random, byte[] file, bool everyField)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            ulong value = s_edges[random.Next(s_edges.Length)] + (ulong)random.Next(-1, 2) * (ulong)random.Next(2);
            value = random.Next(8) == 0 ? 0xffffe000 : value;
            bool isHeader = everyField && random.Next(4) == 0;
            int offset = isHeader ? 24 + 4 * random.Next(6) : 52 + 32 * random.Next(3) + 4 * random.Next(8);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), (uint)value);
        }

        return file;
    }

    /// <summary>Puts edge values into one to three fields of the headers.</summary>
    private static byte[] MutateFields(Random random, byte[] file, bool everyField)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            ulong value = s_edges[random.Next(s_edges.Length)] + (ulong)random.Next(-1, 2) * (ulong)random.Next(2);
            bool isHeader = everyField && random.Next(4) == 0;
            int offset = isHeader ? 24 + 8 * random.Next(5) : 64 + 56 * random.Next(4) + 8 * random.Next(7);
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(offset), value);
        }

        return file;
    }
}
