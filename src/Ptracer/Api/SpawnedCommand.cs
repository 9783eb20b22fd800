using System.Linq;
using System.Runtime.InteropServices;
using Ptracer.Engines.Ptrace;
using Ptracer.Linux;
using Ptracer.Syscalls;

namespace Ptracer;

/// <summary>
/// The first tracee, and the memory that it reads until it has executed the stub: it shares ours until then
/// (native/shim/spawn.c).
/// </summary>
internal sealed unsafe class SpawnedCommand : IDisposable
{
    private const int StackSizeBytes = 32 * 1024;

    private readonly List<nint> _blocks = [];
    private int _errors = -1;

    public int ProcessId { get; private set; }

    /// <summary>Its process id, or -errno.</summary>
    public long Start(
        byte[] executable, byte[] directory, List<byte[]> words, SessionOptions options, ReadOnlySpan<Seccomp.sock_filter> filter)
    {
        Shim.ptracer_spawn_options* spawn = (Shim.ptracer_spawn_options*)Allocate(sizeof(Shim.ptracer_spawn_options));
        byte** environment = options.Environment is { } variables
            ? Copy([.. variables, .. options.ProcessIdVariables.Select(PidVariable)])
            : null;
        *spawn = new()
        {
            executable = Copy(executable),
            argv = Copy(words),
            envp = environment is null ? Shim.ptracer_environ() : environment,
            working_directory = Copy(directory),
            filter = Copy(MemoryMarshal.AsBytes(filter)),
            filter_length = (ulong)filter.Length,
            ptrace_options = TracerLoop.Options,
            limits = Copy(options.Limits),
            limit_count = (ulong)options.Limits.Count,
            pid_texts = environment is null ? null : PidTexts(environment + options.Environment!.Count, options.ProcessIdVariables),
            pid_text_count = environment is null ? 0 : (ulong)options.ProcessIdVariables.Count,
            stack = Allocate(StackSizeBytes),
            stack_size = StackSizeBytes,
        };
        long pid = Shim.ptracer_spawn(spawn);
        if (pid > 0)
        {
            ProcessId = (int)pid;
            _errors = spawn->error_fd;
        }

        return pid;
    }

    /// <summary>Waits until it has executed the stub or has failed before.</summary>
    /// <param name="context">Knows the program.</param>
    /// <exception cref="PtracerException">It failed before.</exception>
    public void ThrowIfFailed(SyscallContext context) => SpawnReport.ThrowIfFailed(_errors, ExecutableFile.AbiOf(context.Exec.Program));

    public void Dispose()
    {
        if (_errors >= 0)
        {
            Unistd.close(_errors);
            _errors = -1;
        }

        foreach (nint block in _blocks)
        {
            NativeMemory.Free((void*)block);
        }

        _blocks.Clear();
    }

    private byte* Allocate(int size)
    {
        byte* block = (byte*)NativeMemory.Alloc((nuint)size);
        _blocks.Add((nint)block);
        return block;
    }

    /// <summary>The texts, and a null.</summary>
    private byte** Copy(List<byte[]> texts)
    {
        byte** pointers = (byte**)Allocate((texts.Count + 1) * sizeof(byte*));
        for (int i = 0; i < texts.Count; i++)
        {
            pointers[i] = Copy(texts[i]);
        }

        pointers[texts.Count] = null;
        return pointers;
    }

    /// <summary>A variable with room for a process id.</summary>
    private static byte[] PidVariable(string name) => HostText.Bytes(name + "=" + new string('0', Shim.PidDigits));

    /// <summary>Where in such variables the id goes.</summary>
    private byte** PidTexts(byte** variables, IReadOnlyList<string> names)
    {
        byte** places = (byte**)Allocate((names.Count + 1) * sizeof(byte*));
        for (int i = 0; i < names.Count; i++)
        {
            places[i] = variables[i] + HostText.Bytes(names[i]).Length + 1;
        }

        return places;
    }

    private Shim.ptracer_limit* Copy(IReadOnlyList<ResourceLimit> limits)
    {
        Shim.ptracer_limit* copy = (Shim.ptracer_limit*)Allocate((limits.Count + 1) * sizeof(Shim.ptracer_limit));
        for (int i = 0; i < limits.Count; i++)
        {
            copy[i] = new() { soft = limits[i].Soft, hard = limits[i].Hard, resource = limits[i].Resource };
        }

        return copy;
    }

    /// <summary>The bytes, and a NUL.</summary>
    private byte* Copy(ReadOnlySpan<byte> bytes)
    {
        byte* block = Allocate(bytes.Length + 1);
        bytes.CopyTo(new Span<byte>(block, bytes.Length));
        block[bytes.Length] = 0;
        return block;
    }
}
