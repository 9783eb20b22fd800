using System.ComponentModel;
using System.Diagnostics;

namespace Ptracer.Loader.Tests;

/// <summary>How the machine's own kernel executes a file: an errno of execve, an exit code, or a signal.</summary>
internal sealed record NativeRun(int Errno, int Status, byte[] Output)
{
    private const int TextBusy = 26;
    private const int TimeoutMs = 20_000;

    public const int DiedOfSegv = 128 + 11;

    private static readonly Lazy<bool> s_runsI386 = new(TryI386);

    /// <summary>Whether the kernel runs i386 programs at all (CONFIG_IA32_EMULATION).</summary>
    public static bool RunsI386 => s_runsI386.Value;

    /// <summary>Whether the kernel is one whose rules the loader states; they last changed in 6.10.</summary>
    public static bool IsKernelRecent => Environment.OSVersion.Version >= new Version(6, 10);

    public StackDump? DumpOf(ElfMachine machine) =>
        Errno == 0 && Status == 0 ? StackDump.TryParse(Output, machine) : null;

    /// <summary>Runs a program with an environment large enough for <see cref="StackDump"/>.</summary>
    public static NativeRun Of(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        start.Environment["FILL"] = StackDump.EnvironmentFiller;
        start.Environment["PATH"] = "/usr/bin:/bin:/usr/sbin:/sbin";
        try
        {
            return Wait(start);
        }
        catch (Win32Exception e)
        {
            // Another thread's fork may hold the file open for writing until its exec.
            return e.NativeErrorCode == TextBusy ? Of(program, arguments) : new(e.NativeErrorCode, 0, []);
        }
    }

    /// <summary>
    /// Runs a program as an ordinary user, whoever the tests run as; an errno may then read as a status below 128.
    /// </summary>
    public static NativeRun OfUnprivileged(string program) =>
        Environment.IsPrivilegedProcess
            ? Of("/usr/bin/setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups", program)
            : Of(program);

    private static bool TryI386()
    {
        using ScratchDirectory scratch = new();
        return Of(scratch.Write("program", ElfBuilder.I386().WithLoad().Build())) is { Errno: 0, Status: 0 };
    }

    private static NativeRun Wait(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        using MemoryStream output = new();
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using CancellationTokenSource timeout = new(TimeoutMs);
        using CancellationTokenRegistration kill = timeout.Token.Register(process.Kill);
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return new(0, process.ExitCode, output.ToArray());
    }
}
