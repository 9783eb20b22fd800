using System.Text;
using Xunit;

namespace Ptracer.Loader.Tests;

/// <summary>Programs that the machine's compiler links in each of its ways.</summary>
public static class CompiledPrograms
{
    private const string Compiler = "/usr/bin/gcc";

    /// <summary>Prints its own line of /proc/PID/stat.</summary>
    private const string StatProgram = """
        #include <stdio.h>
        char zeros[100000];
        int main(void) {
            FILE *f = fopen("/proc/self/stat", "r");
            size_t n = fread(zeros, 1, sizeof zeros, f);
            return fwrite(zeros, 1, n, stdout) == 0;
        }
        """;

    /// <summary>Two options each.</summary>
    public static TheoryData<string, string> Modes => new()
    {
        { "-static", "-no-pie" },
        { "-static-pie", "-pie" },
        { "-no-pie", "-Wl,-z,separate-code" },
        { "-no-pie", "-Wl,-z,noseparate-code" },
        { "-pie", "-Wl,-z,execstack" },
        { "-pie", "-Wl,-z,max-page-size=0x200000" },
        { "-no-pie", "-Wl,-Ttext-segment=0x10000000" },
        { "-m32", "-static" },
        { "-m32", "-no-pie" },
        { "-m32", "-pie" },
        { "-m32", "-static-pie" },
        { "-m32", "-Wl,-z,max-page-size=0x200000" },
    };

    /// <summary>Compiles the program; skips the test where that is not possible.</summary>
    internal static string Make(ScratchDirectory scratch, string mode, string option)
    {
        Assert.SkipUnless(File.Exists(Compiler), "needs gcc");
        string source = scratch.Write("p.c", Encoding.ASCII.GetBytes(StatProgram));
        string program = scratch.PathOf("p");
        NativeRun compiled = NativeRun.Of(Compiler, source, "-o", program, mode, option);
        Assert.SkipUnless(compiled.Status == 0, "the compiler cannot make such a program here");
        return program;
    }
}
