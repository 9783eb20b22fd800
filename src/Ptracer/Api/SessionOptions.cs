namespace Ptracer;

/// <summary>What a session runs, and what its guest sees.</summary>
public sealed record SessionOptions
{
    /// <summary>The host directory that the guest sees as <c>/</c>.</summary>
    public string RootfsPath { get; init; } = "/";

    /// <summary>Host paths shown in the guest; the deepest guest path wins, then the latest.</summary>
    public IReadOnlyList<Binding> Bindings { get; init; } = [];

    /// <summary>The guest path to start in; null: the host's working directory if the guest has it, else <c>/</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The identity the guest is shown; null: the real one.</summary>
    public GuestIdentity? Identity { get; init; }

    /// <summary>The kernel release that uname(2) tells; null: the real one.</summary>
    public string? KernelRelease { get; init; }

    /// <summary>What happens to the processes that outlive the command.</summary>
    public KillOnExit KillOnExit { get; init; }

    /// <summary>0: quiet; 1: processes and execs; 2: each translated call with both paths and its result.</summary>
    public int Verbosity { get; init; }

    /// <summary>The command's words as execve(2) takes them, without the NUL; empty: the guest's <c>/bin/sh</c>.</summary>
    public IReadOnlyList<byte[]> Command { get; init; } = [];

    /// <summary>The guest path, or name, of the program where it is not the command's first word; null: where it is.</summary>
    public byte[]? Program { get; init; }

    /// <summary><c>NAME=value</c> for each variable of the command, without the NUL; null: those of this process.</summary>
    public IReadOnlyList<byte[]>? Environment { get; init; }

    /// <summary>
    /// Names of variables that are added to the environment with the command's own process id, as LISTEN_PID of
    /// sd_listen_fds(3) needs it. Only with <see cref="Environment"/>.
    /// </summary>
    public IReadOnlyList<string> ProcessIdVariables { get; init; } = [];

    /// <summary>Resource limits of the command; those that are not named stay as this process was given them.</summary>
    public IReadOnlyList<ResourceLimit> Limits { get; init; } = [];

    /// <summary>What becomes of hard links.</summary>
    public HardLinks HardLinks { get; init; }

    /// <summary>Ports of the guest that are others on the host.</summary>
    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    /// <summary>Who hears of each path that the guest uses; null: nobody.</summary>
    public IFileObserver? FileObserver { get; init; }

    /// <summary>Who hears of the session's processes; null: nobody.</summary>
    public IProcessObserver? ProcessObserver { get; init; }

    /// <summary>The stub loader's file on the host; null: an anonymous file (memfd).</summary>
    public string? LoaderPath { get; init; }
}

/// <summary>What happens, when the command exits, to the processes that outlive it.</summary>
public enum KillOnExit
{
    /// <summary>The session goes on until the last of them has exited.</summary>
    WaitForAll,

    /// <summary>They are killed at once.</summary>
    KillAll,
}

/// <summary>What becomes of link(2) in a guest.</summary>
public enum HardLinks
{
    /// <summary>The kernel makes them; on Android, or in a rootfs that has some already, those it refuses are emulated.</summary>
    WherePlaceAllows,

    /// <summary>All are emulated, by symbolic links that the guest sees as files.</summary>
    Emulated,
}
