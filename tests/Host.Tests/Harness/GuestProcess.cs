using System.Diagnostics;
using Xunit;

namespace Ptracer.Host.Tests.Harness;

/// <summary>A running ptracer with pipes on its three descriptors. It is killed when a limit passes or the test ends.</summary>
public sealed class GuestProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly OutputBuffer _output;
    private readonly OutputBuffer _errors;
    private readonly string _commandLine;
    private readonly string _testId;
    private bool _disposed;

    internal GuestProcess(TestGuest guest, IReadOnlyList<string> line, string testId)
    {
        _testId = testId;
        _commandLine = string.Join(' ', line);
        var start = guest.StartInfo(line);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _output = new OutputBuffer(_process.StandardOutput.BaseStream);
        _errors = new OutputBuffer(_process.StandardError.BaseStream);
    }

    /// <summary>The tracer's process id.</summary>
    public int Id => _process.Id;

    /// <summary>The command's standard input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Standard output so far.</summary>
    public string Stdout => _output.Text;

    /// <summary>Sends a signal to the tracer.</summary>
    public void Signal(GuestSignal signal) => Posix.Send(Id, signal);

    /// <summary>Waits until standard output has the text, after the last text waited for.</summary>
    public GuestProcess Expect(string text) => ExpectIn(_output, text);

    /// <summary>Waits until standard error has the text, after the last text waited for.</summary>
    public GuestProcess ExpectError(string text) => ExpectIn(_errors, text);

    /// <summary>Gives the command all its input, then the end of it.</summary>
    public GuestProcess Feed(byte[] input)
    {
        var writer = new Thread(() => WriteAll(input)) { IsBackground = true };
        writer.Start();
        return this;
    }

    /// <summary>Waits for the end of ptracer and of its output.</summary>
    public GuestRun Wait(int limitSeconds = 60)
    {
        var limit = TimeSpan.FromSeconds(limitSeconds);
        if (!_process.WaitForExit(limit))
        {
            Fail($"still running after {limitSeconds} s");
        }

        if (!_output.WaitEnd(limit) || !_errors.WaitEnd(limit))
        {
            Fail("ptracer ended, but its output is still held open");
        }

        return new GuestRun(_process.ExitCode, _output.Bytes, _errors.Bytes, _commandLine);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void WriteAll(byte[] input)
    {
        try
        {
            Input.Write(input);
            _process.StandardInput.Close();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The command ended without reading it all, as it may.
        }
    }

    private GuestProcess ExpectIn(OutputBuffer buffer, string text)
    {
        if (!buffer.Expect(text, s_limit))
        {
            Fail($"'{text}' did not come");
        }

        return this;
    }

    private void Fail(string what)
    {
        var state = Leftovers.Describe(_testId);
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        Assert.Fail($"{what}\ncommand: {_commandLine}\nstdout:\n{_output.Text}\nstderr:\n{_errors.Text}\nprocesses then:\n{state}");
    }
}
