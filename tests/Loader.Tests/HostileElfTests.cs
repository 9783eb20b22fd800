using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>The table of hostile files against the loader, and against the machine's kernel.</summary>
[Collection(NativeCollection.Name)]
public sealed class HostileElfTests
{
    private const string InterpreterPath = "/i";

    public static TheoryData<string> Names => [.. HostileElf.Table(InterpreterPath).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Exec_HostileFile_HasTheKernelsOutcome(string name)
    {
        HostileElf.Case hostile = HostileElf.Table(InterpreterPath).Single(c => c.Name == name);
        ExecModel.Outcome outcome = Model(hostile, InterpreterPath).Exec(hostile.File);
        Assert.Equal(Math.Max(hostile.Expected, 0), outcome.Errno);
        Assert.Equal(hostile.Expected == HostileElf.Dies, outcome.Dies);
        Assert.True(!outcome.Dies || outcome.Explanation is { Length: > 10 });
        if (outcome.Plan is not null)
        {
            PlanRules.Check(outcome.Plan, hostile.Machine);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Expected_HostileFile_IsWhatTheKernelDoes(string name)
    {
        Assert.SkipUnless(NativeRun.IsKernelRecent, "older kernels differ in single cases");
        using ScratchDirectory scratch = new();
        string path = scratch.PathOf("i");
        HostileElf.Case hostile = HostileElf.Table(path).Single(c => c.Name == name);
        Assert.SkipUnless(hostile.Machine == ElfMachine.X64 || NativeRun.RunsI386, "the kernel runs no i386 programs");
        if (hostile.Interpreter is not null)
        {
            scratch.Write("i", hostile.Interpreter);
        }

        string program = scratch.Write("program", hostile.File);
        NativeRun native = hostile.IsForOrdinaryUser ? NativeRun.OfUnprivileged(program) : NativeRun.Of(program);
        Assert.Equal(Math.Max(hostile.Expected, 0), native.Errno);
        Assert.Equal(hostile.Expected == HostileElf.Dies ? NativeRun.DiedOfSegv : 0, native.Status);
        if (hostile.Expected == 0)
        {
            CompareAuxiliary(hostile, native.DumpOf(hostile.Machine)!.Auxiliary);
        }
    }

    private static void CompareAuxiliary(HostileElf.Case accepted, Dictionary<AuxiliaryType, ulong> kernel)
    {
        PlanReader plan = Model(accepted, InterpreterPath).Exec(accepted.File).Plan!;
        PlanReader.Image image = plan.Images[0];
        Assert.Equal(image.Phnum, kernel[AuxiliaryType.ProgramHeaderCount]);
        ulong word = accepted.Machine == ElfMachine.I386 ? uint.MaxValue : ulong.MaxValue;
        Assert.Equal(
            unchecked(image.Phdr - image.Entry) & word,
            unchecked(kernel[AuxiliaryType.ProgramHeaders] - kernel[AuxiliaryType.Entry]) & word);
        if (image.Kind == 0)
        {
            Assert.Equal(image.Entry, kernel[AuxiliaryType.Entry]);
        }
    }

    private static ExecModel Model(HostileElf.Case hostile, string path) => new()
    {
        OpenInterpreter = name => name == path ? hostile.Interpreter : null,
    };
}
