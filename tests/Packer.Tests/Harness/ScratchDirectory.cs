using System.Diagnostics;
using Xunit;

namespace Packer.Tests.Harness;

/// <summary>A directory of one test, gone with it; and commands run in it.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    public ScratchDirectory() => Path = Directory.CreateTempSubdirectory("ptracer-pack").FullName;

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>All names in it, hidden ones too.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)).Order()];

    /// <summary>Runs a script in it; fails the test when its status is not 0.</summary>
    public string Shell(string script)
    {
        (int status, string output, string errors) = Run("bash", "-euo", "pipefail", "-c", script);
        Assert.True(status == 0, $"{script}: status {status}: {errors}");
        return output;
    }

    /// <summary>Runs a command in it.</summary>
    public (int Status, string Output, string Errors) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path,
            Environment = { ["LC_ALL"] = "C", ["PACK_PLACE"] = Path },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }

    public void Dispose() => Run("sh", "-c", "chmod -R u+rwx . && rm -rf \"$PWD\"");
}
