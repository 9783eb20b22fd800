using System.Text;
using Microsoft.Win32.SafeHandles;
using Ptracer.Host.Daemon.Control;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Daemon.Supervisor;

/// <summary>Commands in guests with a pseudo-terminal: a <c>ptracer exec</c> or <c>ptracer shell</c> each.</summary>
internal sealed class ExecControl(GuestStore store) : IExecControl
{
    /// <inheritdoc/>
    public IExecSession Start(string guest, ExecRequest request)
    {
        store.Open(guest);
        List<string> words = ["ptracer", request.Command.Count == 0 ? "shell" : "exec", guest];
        if (request.WorkingDirectory is { } directory)
        {
            words.AddRange(["-w", directory]);
        }

        if (request.Command.Count > 0)
        {
            words.Add("--");
            words.AddRange(request.Command);
        }

        try
        {
            return new Session(words, request);
        }
        catch (PosixException failure)
        {
            throw new ControlException(ControlError.Failed, $"exec: no terminal can be had ({failure.Message})");
        }
    }

    private sealed class Session : IExecSession
    {
        private readonly PseudoTerminal _terminal = new();
        private readonly int _process;

        public Session(IReadOnlyList<string> words, ExecRequest request)
        {
            _terminal.Resize(request.Columns, request.Rows);
            int slave = _terminal.Slave.Number;
            List<byte[]> environment = [.. ProcessArguments.Environment().Where(variable => !variable.AsSpan().StartsWith("TERM="u8)), "TERM=xterm-256color"u8.ToArray()];
            _process = new Launch
            {
                Executable = OwnProgram.Path,
                Words = [.. words.Select(Encoding.UTF8.GetBytes)],
                Environment = environment,
                Files = [slave, slave, slave],
                WorkingDirectory = "/",
                NewSession = true,
                TakesTerminal = true,
            }.Start();
            _terminal.Slave.Dispose();
            Terminal = new FileStream(new SafeFileHandle(Posix.Files.Duplicate(_terminal.Master.Number).Release(), true), FileAccess.ReadWrite, 0);
            Exited = Task.Factory.StartNew(Wait, TaskCreationOptions.LongRunning);
        }

        public Stream Terminal { get; }

        public Task<int> Exited { get; }

        public void Resize(int columns, int rows) => _terminal.Resize(
            Math.Clamp(columns, 1, ushort.MaxValue), Math.Clamp(rows, 1, ushort.MaxValue));

        public async ValueTask DisposeAsync()
        {
            await Terminal.DisposeAsync();
            _terminal.Dispose(); // hangs up
            if (await Task.WhenAny(Exited, Task.Delay(500)) != Exited)
            {
                Processes.Signal(_process, Signals.Kill);
                await Exited;
            }
        }

        private int Wait()
        {
            int status = Processes.Reap(_process, wait: true) ?? 0;
            return (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
        }
    }
}
