using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Ptracer.Host.Tests.Harness;

/// <summary>
/// A terminal with a process on it, which leads a session whose controlling terminal it is, as under a terminal emulator.
/// Nothing is forked here: setsid(1) makes the session, and takes the terminal from its standard input.
/// </summary>
public sealed class PseudoTerminal : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly int _descriptor;
    private readonly SafeFileHandle _handle;
    private readonly FileStream _master;
    private readonly OutputBuffer _screen;
    private readonly Process _process;
    private bool _disposed;

    internal PseudoTerminal(TestGuest guest, IReadOnlyList<string> line)
    {
        (_descriptor, var name) = Posix.OpenTerminal();
        _handle = new SafeFileHandle(_descriptor, ownsHandle: true);
        _master = new FileStream(_handle, FileAccess.ReadWrite, bufferSize: 0);
        if (TestPlace.IsRoot)
        {
            HostCommand.Run("chown", $"{TestPlace.UserId}", name);
        }

        Resize(80, 24);
        _process = Process.Start(guest.StartInfo(
            ["/bin/sh", "-c", $"exec setsid --ctty \"$@\" <>{name} >&0 2>&0", "sh", .. line]))!;
        _screen = new OutputBuffer(_master);
    }

    /// <summary>All that was written to the terminal so far.</summary>
    public string Screen => _screen.Text;

    /// <summary>Types a line and Return.</summary>
    public PseudoTerminal Line(string text) => Keys(text + "\n");

    /// <summary>Types keys; \x03 is Ctrl-C, \x1a Ctrl-Z, \x04 Ctrl-D.</summary>
    public PseudoTerminal Keys(string keys)
    {
        _master.Write(Encoding.UTF8.GetBytes(keys));
        return this;
    }

    /// <summary>Waits for a text on the screen, after the last text waited for.</summary>
    public PseudoTerminal Expect(string text)
    {
        if (!_screen.Expect(text, s_limit))
        {
            Assert.Fail($"'{text}' did not come; the screen:\n{Screen}");
        }

        return this;
    }

    /// <summary>Gives the terminal another size, in characters; the kernel tells its foreground processes by SIGWINCH.</summary>
    public PseudoTerminal Resize(ushort columns, ushort rows)
    {
        Posix.Resize(_descriptor, columns, rows);
        return this;
    }

    /// <summary>Waits for the end of the process and answers its status.</summary>
    public int Wait()
    {
        if (!_process.WaitForExit(s_limit))
        {
            Assert.Fail($"still running; the screen:\n{Screen}");
        }

        return _process.ExitCode;
    }

    /// <summary>Closes the terminal, as when its window is closed: the kernel sends SIGHUP.</summary>
    public void HangUp()
    {
        // A read in progress would keep the terminal open: the echo of a key ends it.
        _screen.Stop();
        Keys("x");
        Assert.True(_screen.WaitEnd(s_limit), "no echo");
        _master.Dispose();
        _handle.Dispose();
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
        _master.Dispose();
        _handle.Dispose();
    }
}
