using Ptracer.Diagnostics;
using Ptracer.Engines.Ptrace;
using Ptracer.Features.StandIns;
using Ptracer.Paths;
using Ptracer.Syscalls;

namespace Ptracer;

/// <summary>Puts a session together from its options: mounts, table, filter, first program; then runs it.</summary>
internal sealed class SessionSetup : IDisposable
{
    private readonly SessionOptions _options;
    private readonly SyscallTable _table;
    private readonly TracerLoop _loop;
    private readonly SyscallContext _context;
    private readonly StartDirectory _start;
    private readonly GlueDirectory _glue = new();

    public SessionSetup(SessionOptions options)
    {
        _options = options;
        Linux.AnonymousFile.Places = static () => AndroidPackage.TemporaryDirectories;
        _loop = new TracerLoop
        {
            Watcher = options.ProcessObserver is { } observer ? new ProcessWatcher(observer) : null,
        };
        SessionProcesses processes = new(_loop);
        BindingTable mounts = MountBuilder.Build(options, processes);
        SharedMemoryDirectory.Show(mounts);
        MissingMountPoints.Show(mounts, _glue);
        StandInFiles? standIns = StandInPlace.Find(options, mounts);
        IpcSupport ipc = IpcSupport.Ask();
        _context = SessionContext.Build(options, mounts, standIns, processes, ipc, _loop);
        _table = SessionTable.Build(options, mounts, ipc, _loop.Forbidden.IsPossible, _context.Paths.Fast is not null);
        _start = new StartDirectory(_context.Paths, options.WorkingDirectory);
    }

    public void Dispose() => _glue.Dispose();

    public SessionStatistics Statistics => _loop.Statistics;

    /// <summary>Runs the command: its wait status.</summary>
    public int Run()
    {
        bool isLogin = _options.Command.Count == 0;
        IReadOnlyList<byte[]> command = isLogin ? ["-sh"u8.ToArray()] : _options.Command;
        byte[] program = _options.Program ?? (isLogin ? "/bin/sh"u8.ToArray() : command[0]);
        new CommandFinder(_context, _start.GuestPath, _options.Environment).Find(program);
        using SpawnedCommand first = Spawner.Spawn(
            _context, _start.HostPath, Spawner.Words(_context.Exec.Words, command), _options, _table);
        Linux.Shim.ptracer_forward_signals(first.ProcessId);
        int status = _loop.Run(
            _table, _context, first.ProcessId, _options.KillOnExit == KillOnExit.KillAll);
        first.ThrowIfFailed(_context);
        return status;
    }
}
