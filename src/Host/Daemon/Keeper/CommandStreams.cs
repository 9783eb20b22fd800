using System.Text;
using Ptracer.Host.Daemon.Guests;
using Ptracer.Host.Posix;
using Ptracer.Journal;
using Ptracer.Journal.Input;
using Ptracer.Units;

namespace Ptracer.Host.Daemon.Keeper;

/// <summary>The standard streams of a command: StandardInput=, StandardOutput=, StandardError= of systemd.exec(5).</summary>
internal sealed class CommandStreams(GuestFiles files, ExecContext exec, LogIntake log) : IDisposable
{
    private readonly List<Descriptor> _opened = [];

    /// <summary>Opens them.</summary>
    /// <param name="program">The program, for the journal.</param>
    /// <param name="passed">Descriptors of socket units by name; the first is the one that <c>socket</c> means.</param>
    /// <returns>Three descriptors; valid until this is disposed.</returns>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    /// <exception cref="PosixException">A file cannot be opened.</exception>
    public int[] Open(string program, IReadOnlyList<(string Name, int File)> passed)
    {
        int input = Input(passed);
        int output = Output(exec.StandardOutput, program, JournalStream.Stdout, input, passed);
        int error = exec.StandardError.Kind == StandardStreamKind.Inherit
            ? output
            : Output(exec.StandardError, program, JournalStream.Stderr, output, passed);
        return [input, output, error];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _opened.ForEach(file => file.Dispose());
        _opened.Clear();
    }

    private int Input(IReadOnlyList<(string Name, int File)> passed)
    {
        StandardStream stream = exec.StandardInput;
        switch (stream.Kind)
        {
            case StandardStreamKind.Data:
                return Keep(Posix.Files.Anonymous("input", [.. exec.StandardInputData]));
            case StandardStreamKind.File:
                return Keep(Posix.Files.Open(Host(stream.Target!), FileUse.ReadWrite));
            case StandardStreamKind.Socket or StandardStreamKind.NamedDescriptor:
                return Passed(stream, "stdin", passed);
            case StandardStreamKind.Tty or StandardStreamKind.TtyForce or StandardStreamKind.TtyFail:
                return Keep(Posix.Files.Open(exec.Terminal.Path ?? "/dev/console", FileUse.Terminal));
            default:
                return Keep(Posix.Files.OpenNull());
        }
    }

    private int Output(
        StandardStream stream, string program, JournalStream kind, int inherited, IReadOnlyList<(string Name, int File)> passed)
    {
        switch (stream.Kind)
        {
            case StandardStreamKind.Inherit:
                return inherited;
            case StandardStreamKind.Null:
                return Keep(Posix.Files.OpenNull());
            case StandardStreamKind.File:
                return Keep(Posix.Files.Open(Host(stream.Target!), FileUse.Write));
            case StandardStreamKind.Append:
                return Keep(Posix.Files.Open(Host(stream.Target!), FileUse.Append));
            case StandardStreamKind.Truncate:
                return Keep(Posix.Files.Open(Host(stream.Target!), FileUse.Truncate));
            case StandardStreamKind.Socket or StandardStreamKind.NamedDescriptor:
                return Passed(stream, kind == JournalStream.Stdout ? "stdout" : "stderr", passed);
            default:
                // The journal; kernel log and console are nobody's here, and what is said shall be found.
                return Keep(log.OpenStream(new LineSource
                {
                    Stream = kind,
                    Identifier = Encoding.UTF8.GetBytes(exec.Syslog.Identifier ?? UnitPath.NameOf(program)),
                    Priority = (byte)exec.Syslog.Level,
                    Facility = (byte)exec.Syslog.Facility,
                    LevelPrefix = exec.Syslog.LevelPrefix ? LevelPrefix.Read : LevelPrefix.Ignore,
                }));
        }
    }

    private static int Passed(StandardStream stream, string name, IReadOnlyList<(string Name, int File)> passed)
    {
        string wanted = stream.Target ?? name;
        foreach ((string given, int file) in passed)
        {
            if (stream.Kind == StandardStreamKind.Socket || given == wanted)
            {
                return file;
            }
        }

        throw new IOException($"{stream}: no socket unit has passed such a descriptor; start the unit by its socket");
    }

    private string Host(string path) => files.HostPath(path) ?? throw new IOException($"{path}: a loop of links, or a file is in the way");

    private int Keep(Descriptor file)
    {
        _opened.Add(file);
        return file.Number;
    }
}
