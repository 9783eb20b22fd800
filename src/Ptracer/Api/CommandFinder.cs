using Ptracer.Linux;
using Ptracer.Loader;
using Ptracer.Paths;
using Ptracer.Syscalls;

namespace Ptracer;

/// <summary>Finds the command in the guest, as execvp(3) does, and builds its plan; or says why not.</summary>
internal sealed unsafe class CommandFinder(
    SyscallContext context, byte[] workingDirectory, IReadOnlyList<byte[]>? environment)
{
    private static readonly byte[] s_defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"u8.ToArray();

    private readonly int _self = Unistd.getpid();

    public void Find(byte[] command)
    {
        Look(command);
        if (ExecutableFile.StubOf(context).Length == 0)
        {
            throw new PtracerException(
                PtracerException.NotExecutable,
                $"{HostText.Show(command)}: a 32-bit program, and the loader for these is not there ({context.Place.Stubs.Missing}); " +
                "ptracer loader FILE writes both");
        }
    }

    private void Look(byte[] command)
    {
        if (command.AsSpan().Contains((byte)'/'))
        {
            Errno error = TryBuild(Absolute(command), command);
            if (error != Errno.None)
            {
                throw Explain(command, error);
            }

            return;
        }

        bool denied = false;
        foreach (Range range in SearchPath(out byte[] path))
        {
            ReadOnlySpan<byte> directory = path.AsSpan(range);
            byte[] candidate = [.. directory.IsEmpty ? "."u8 : directory, (byte)'/', .. command];
            Errno error = command.Length == 0 ? Errno.ENOENT : TryBuild(Absolute(candidate), candidate);
            if (error == Errno.None)
            {
                return;
            }

            denied |= error == Errno.EACCES;
            if (error is not (Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES or Errno.ELOOP))
            {
                throw Explain(candidate, error);
            }
        }

        throw denied ? Explain(command, Errno.EACCES) : Explain(command, Errno.ENOENT);
    }

    private List<Range> SearchPath(out byte[] path)
    {
        path = s_defaultPath;
        foreach (byte[] variable in environment ?? ProcessArguments.Environment())
        {
            if (variable.AsSpan().StartsWith("PATH="u8))
            {
                path = variable[5..];
                break;
            }
        }

        List<Range> ranges = [];
        foreach (Range range in path.AsSpan().Split((byte)':'))
        {
            ranges.Add(range);
        }

        return ranges;
    }

    private byte[] Absolute(byte[] path) => path is [(byte)'/', ..] ? path : [.. workingDirectory, (byte)'/', .. path];

    private Errno TryBuild(byte[] path, byte[] fileName)
    {
        LookupProcess process = new(_self, _self);
        context.Saw(path);
        Errno error = context.Paths.Translate(
            process, Fcntl.AT_FDCWD, path, LookupKind.Follow, LookupLimits.NeedPlace, context.First);
        return error != Errno.None
            ? error
            : context.Exec.Build(process, context.First.Host.Span, fileName, CommandName.Of(fileName), ScriptAccess.Reachable);
    }

    private PtracerException Explain(byte[] command, Errno error)
    {
        string name = HostText.Show(command);
        string file = HostText.Show(context.Exec.FailedPath);
        return error switch
        {
            Errno.ENOENT when context.Exec.MissingInterpreter is { } missing => new PtracerException(
                PtracerException.NotFound, $"{name}: its interpreter {missing} is not in the guest; install it there"),
            Errno.ENOTDIR => new PtracerException(
                PtracerException.NotExecutable, $"{name}: a file stands where its path needs a directory; check the path"),
            Errno.ENOENT => new PtracerException(
                PtracerException.NotFound, $"{name}: not found in the guest; check the name, PATH and --rootfs"),
            Errno.EACCES => new PtracerException(
                PtracerException.NotExecutable, $"{name}: not an executable file for this user; check its type and mode ({file})"),
            Errno.ENOEXEC when context.Exec.FormatError == LoadError.None => new PtracerException(
                PtracerException.NotExecutable, $"{name}: a script whose first line names no usable interpreter; correct the #! line"),
            Errno.ENOEXEC or Errno.ELIBBAD or Errno.EIO or Errno.EINVAL => new PtracerException(
                PtracerException.NotExecutable, $"{name}: {Describe(file)}; install a program for x86-64 or i386"),
            Errno.ELOOP => new PtracerException(
                PtracerException.NotExecutable, $"{name}: too many symbolic links or nested scripts; shorten the chain"),
            Errno.ETXTBSY => new PtracerException(
                PtracerException.NotExecutable, $"{name}: open for writing by another process; close it there first"),
            _ => new PtracerException(PtracerException.NotExecutable, $"{name}: cannot be executed ({error}); check {file}"),
        };
    }

    private string Describe(string file)
    {
        byte[] start = new byte[4096];
        long length = 0;
        fixed (byte* path = HostText.WithNul(file))
        fixed (byte* bytes = start)
        {
            long descriptor = Fcntl.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY | Fcntl.O_CLOEXEC);
            if (descriptor >= 0)
            {
                length = Math.Max(0, Unistd.pread((int)descriptor, bytes, start.Length, 0));
                Unistd.close((int)descriptor);
            }
        }

        return $"{ElfDescription.Describe(start.AsSpan(0, (int)length))} that {context.Exec.FormatError.Describe()}";
    }
}
