using System.Runtime.InteropServices;
using Ptracer.Linux;

namespace Ptracer.Host.Posix;

/// <summary>An ordinary program to be started, untraced (native/shim/launch.c).</summary>
internal sealed unsafe record Launch
{
    private const int StackSizeBytes = 32 * 1024;

    /// <summary>The host path of the file to execute.</summary>
    public required string Executable { get; init; }

    /// <summary>argv.</summary>
    public required IReadOnlyList<byte[]> Words { get; init; }

    /// <summary><c>NAME=value</c>.</summary>
    public required IReadOnlyList<byte[]> Environment { get; init; }

    /// <summary>Host path to start in; null: ours.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Descriptor i of the program is the i-th of these; -1: closed. It gets no others.</summary>
    public required IReadOnlyList<int> Files { get; init; }

    /// <summary>Whether it leads a session of its own.</summary>
    public bool NewSession { get; init; }

    /// <summary>Whether descriptor 0 becomes its controlling terminal.</summary>
    public bool TakesTerminal { get; init; }

    /// <summary>Whether it is killed when the calling thread ends.</summary>
    public bool DiesWithUs { get; init; }

    /// <summary>umask; null: ours.</summary>
    public int? Umask { get; init; }

    /// <summary>-20 to 19; null: ours. Passed over where it is not allowed.</summary>
    public int? Nice { get; init; }

    /// <summary>Whether it, and what it starts in turn, ignores SIGPIPE; false: as we were started with.</summary>
    public bool IgnoresSigpipe { get; init; }

    /// <summary>Starts it.</summary>
    /// <returns>Its process id; the caller reaps it.</returns>
    /// <exception cref="PosixException">It could not be executed.</exception>
    public int Start()
    {
        List<nint> blocks = [];
        try
        {
            Shim.ptracer_launch_options launch = new()
            {
                executable = Block(blocks, Terminated(Executable)),
                argv = Vector(blocks, Words),
                envp = Vector(blocks, Environment),
                working_directory = WorkingDirectory is null ? null : Block(blocks, Terminated(WorkingDirectory)),
                files = (int*)Block(blocks, MemoryMarshal.AsBytes<int>(Files.ToArray())),
                file_count = (ulong)Files.Count,
                stack = Block(blocks, new byte[StackSizeBytes]),
                stack_size = StackSizeBytes,
                flags = (NewSession ? Shim.LaunchNewSession : 0) | (TakesTerminal ? Shim.LaunchTerminal : 0) |
                    (DiesWithUs ? Shim.LaunchDieWithParent : 0) | (Nice is null ? 0 : Shim.LaunchNice) |
                    (IgnoresSigpipe ? Shim.LaunchIgnoreSigpipe : 0),
                umask = Umask ?? -1,
                nice = Nice ?? 0,
            };
            return (int)PosixException.Check(Shim.ptracer_launch(&launch), Executable);
        }
        finally
        {
            foreach (nint block in blocks)
            {
                NativeMemory.Free((void*)block);
            }
        }
    }

    private static byte[] Terminated(string text) => Posix.Files.Text(text);

    private static byte* Block(List<nint> blocks, ReadOnlySpan<byte> bytes)
    {
        byte* block = (byte*)NativeMemory.Alloc((nuint)bytes.Length + 1);
        blocks.Add((nint)block);
        bytes.CopyTo(new Span<byte>(block, bytes.Length));
        block[bytes.Length] = 0;
        return block;
    }

    /// <summary>Texts as execve(2) takes them; their memory is the caller's to free.</summary>
    internal static byte** Vector(List<nint> blocks, IReadOnlyList<byte[]> words)
    {
        byte** vector = (byte**)NativeMemory.Alloc((nuint)(words.Count + 1), (nuint)sizeof(byte*));
        blocks.Add((nint)vector);
        for (int i = 0; i < words.Count; i++)
        {
            vector[i] = Block(blocks, words[i]);
        }

        vector[words.Count] = null;
        return vector;
    }
}
