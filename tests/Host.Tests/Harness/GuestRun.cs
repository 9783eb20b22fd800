using System.Text;
using Xunit;

namespace Ptracer.Host.Tests.Harness;

/// <summary>How a run ended. The status is the shell's: N, or 128+signal.</summary>
public sealed record GuestRun(int Status, byte[] Output, byte[] Errors, string CommandLine)
{
    /// <summary>Standard output as text.</summary>
    public string Stdout => Encoding.UTF8.GetString(Output);

    /// <summary>Standard error as text.</summary>
    public string Stderr => Encoding.UTF8.GetString(Errors);

    /// <summary>Asserts the status, and shows all output when it is another one.</summary>
    public GuestRun ExpectStatus(int status)
    {
        if (Status != status)
        {
            Assert.Fail($"status {Status}, expected {status}\n{this}");
        }

        return this;
    }

    /// <summary>Asserts status 0.</summary>
    public GuestRun ExpectSuccess() => ExpectStatus(0);

    /// <summary>Asserts status 0 and exactly this output.</summary>
    public GuestRun ExpectOutput(string output)
    {
        ExpectSuccess();
        if (Stdout != output)
        {
            Assert.Fail($"output differs, expected:\n{output}\n{this}");
        }

        return this;
    }

    /// <summary>Asserts that standard output has the text.</summary>
    public GuestRun ExpectText(string text)
    {
        if (!Stdout.Contains(text, System.StringComparison.Ordinal))
        {
            Assert.Fail($"'{text}' is not in the output\n{this}");
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"command: {CommandLine}\nstatus: {Status}\nstdout:\n{Tail(Stdout)}\nstderr:\n{Tail(Stderr)}";

    private static string Tail(string text) => text.Length <= 6000 ? text : "[...]" + text[^6000..];
}
