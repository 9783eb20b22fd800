using Ptracer.Host.Tests.Harness;
using Xunit;

namespace Ptracer.Host.Tests.Programs;

/// <summary>Programs that are started from anonymous memory.</summary>
public sealed class MemfdTests : GuestTest
{
    [Theory]
    [InlineData("fexecve")]
    [InlineData("procfd")]
    public void Memfd_StaticProgram_Runs(string how) =>
        Run(Compile("memfd_exec.c"), how, "/bin/busybox", "readlink", "/proc/self/exe").ExpectOutput("/memfd:copied (deleted)\n");

    [Theory]
    [InlineData("fexecve")]
    [InlineData("procfd")]
    public void Memfd_DynamicProgram_Runs(string how) =>
        Run(Compile("memfd_exec.c"), how, "/usr/bin/sort", "sort", "-r", "/etc/debian_version").ExpectSuccess().ExpectText("12.");

    [Fact]
    public void Memfd_FromPython_Runs()
    {
        Write("memfd.py", """
            import os
            fd = os.memfd_create("program", os.MFD_CLOEXEC)
            os.write(fd, open("/usr/bin/basename", "rb").read())
            os.execve(fd, ["basename", "/a/from-memfd"], dict(os.environ))

            """);
        Run("python3", "memfd.py").ExpectOutput("from-memfd\n");
    }

    [Fact]
    public void Memfd_ScriptThroughOpenDescriptor_RunsItsInterpreter()
    {
        Write("script.py", """
            import os
            fd = os.memfd_create("script", 0)
            os.write(fd, b"#!/bin/sh\necho script $1\n")
            os.execve(fd, ["script", "argument"], dict(os.environ))

            """);
        Run("python3", "script.py").ExpectOutput("script argument\n");
    }
}
