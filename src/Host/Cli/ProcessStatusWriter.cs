using System.Buffers.Text;
using Ptracer.Host.Posix;

namespace Ptracer.Host.Cli;

/// <summary>
/// <c>--json-status-fd</c>: a JSON object a line of what becomes of the command and its processes, as bubblewrap's option
/// of that name. A reader that is gone ends the writing, not the guest.
/// </summary>
internal sealed class ProcessStatusWriter : IProcessObserver
{
    private readonly Descriptor _file;

    private ProcessStatusWriter(Descriptor file) => _file = file;

    /// <summary>Takes over a descriptor that the process was started with; the guest does not get it.</summary>
    /// <exception cref="PtracerException">It is not open.</exception>
    public static ProcessStatusWriter Open(int descriptor) =>
        Files.KeepToOurselves(descriptor)
            ? new ProcessStatusWriter(new Descriptor(descriptor))
            : throw new PtracerException(
                $"--json-status-fd {descriptor}: not an open descriptor; write --json-status-fd {descriptor} {descriptor}>FILE");

    /// <inheritdoc/>
    public void Started(int processId) => Write("{\"pid\":"u8, processId, default, 0);

    /// <inheritdoc/>
    public void Ended(int processId, SessionExit outcome) => Write("{\"process\":"u8, processId, Key(outcome, ","), Value(outcome));

    /// <inheritdoc/>
    public void CommandEnded(SessionExit outcome) => Write(Key(outcome, "{"), Value(outcome), default, 0);

    private static ReadOnlySpan<byte> Key(SessionExit exit, string before) => (exit.Signal, before) switch
    {
        (0, "{") => "{\"exit\":"u8,
        (0, _) => ",\"exit\":"u8,
        (_, "{") => "{\"signal\":"u8,
        _ => ",\"signal\":"u8,
    };

    private static int Value(SessionExit exit) => exit.Signal == 0 ? exit.ExitCode : exit.Signal;

    private void Write(ReadOnlySpan<byte> key, int value, ReadOnlySpan<byte> second, int secondValue)
    {
        Span<byte> line = stackalloc byte[96];
        int length = 0;
        Append(line, ref length, key, value);
        if (second.Length > 0)
        {
            Append(line, ref length, second, secondValue);
        }

        "}\n"u8.CopyTo(line[length..]);
        if (_file.Number >= 0 && !Files.Write(_file, line[..(length + 2)]))
        {
            _file.Dispose();
        }
    }

    private static void Append(Span<byte> line, ref int length, ReadOnlySpan<byte> key, int value)
    {
        key.CopyTo(line[length..]);
        length += key.Length;
        Utf8Formatter.TryFormat(value, line[length..], out int digits);
        length += digits;
    }
}
