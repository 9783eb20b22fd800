using System.Buffers.Text;
using System.Runtime.InteropServices;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Loader;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>
/// execve(2), execveat(2): the kernel is made to execute the stub, with the guest's words and environment; the stub loads
/// the program.
/// </summary>
internal static class ExecCalls
{
    private const int CloseOnExec = 0x80000;

    /// <summary>execve: path, argv, envp.</summary>
    public static Verdict Execve(SyscallContext context, SyscallRow row, IGuest guest)
    {
        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(0));
        if (path.IsEmpty)
        {
            return Verdict.Run; // EFAULT, ENOENT, ENAMETOOLONG: nothing that could be executed
        }

        Errno error = Locate(context, row, guest, path, LookupKind.Follow);
        return error != Errno.None
            ? Verdict.Fail(error)
            : Execute(context, guest, path, CommandName.Of(path), ScriptAccess.Reachable, 1);
    }

    /// <summary>execveat: dirfd, path, argv, envp, flags.</summary>
    public static Verdict Execveat(SyscallContext context, SyscallRow row, IGuest guest)
    {
        int flags = guest.Call.Int(4);
        if ((flags & ~(Fcntl.AT_EMPTY_PATH | Fcntl.AT_SYMLINK_NOFOLLOW)) != 0)
        {
            return Verdict.Fail(Errno.EINVAL);
        }

        Span<byte> first = stackalloc byte[1];
        bool isEmpty = guest.TryRead(guest.Call.Pointer(1), first) && first[0] == 0;
        if (isEmpty && (flags & Fcntl.AT_EMPTY_PATH) != 0)
        {
            return ExecuteDescriptor(context, guest);
        }

        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(1));
        if (path.IsEmpty)
        {
            return Verdict.Run;
        }

        bool noFollow = (flags & Fcntl.AT_SYMLINK_NOFOLLOW) != 0;
        Errno error = Locate(context, row, guest, path, noFollow ? LookupKind.NoFollow : LookupKind.Follow);
        if (error != Errno.None || (noFollow && IsLink(context.First.Host)))
        {
            return Verdict.Fail(error != Errno.None ? error : Errno.ELOOP);
        }

        int dirfd = guest.Call.Int(0);
        ScriptAccess access = ScriptAccess.Reachable;
        ReadOnlySpan<byte> name = path;
        if (path[0] != '/' && dirfd != Fcntl.AT_FDCWD)
        {
            access = ClosesOnExec(guest, dirfd) ? ScriptAccess.Unreachable : ScriptAccess.Reachable;
            FormatDevice(context.Scratch, dirfd);
            context.Scratch.AppendComponent(path);
            name = context.Scratch.Span;
        }

        return Execute(context, guest, name, CommandName.Of(name), access, 2);
    }

    /// <summary>fexecve(3): the file that a descriptor names, be it in memory only.</summary>
    private static Verdict ExecuteDescriptor(SyscallContext context, IGuest guest)
    {
        int descriptor = guest.Call.Int(0);
        PathBuffer host = context.First.Host;
        ProcPath.FormatDescriptor(guest.Tid, descriptor, host);
        int length = HostFiles.ReadLink(host.WithNul, context.Bytes);
        if (length < 0)
        {
            return Verdict.Fail(Errno.EBADF);
        }

        // The kernel names the process after the file's own name (bprm->comm_from_dentry, Linux 6.14).
        ReadOnlySpan<byte> link = context.Bytes.AsSpan(0, length);
        link = link.EndsWith(" (deleted)"u8) ? link[..^10] : link;
        Span<byte> command = stackalloc byte[CommandName.SizeBytes];
        ReadOnlySpan<byte> name = CommandName.Of(link);
        name.CopyTo(command);
        FormatDevice(context.Scratch, descriptor);
        ScriptAccess access = ClosesOnExec(guest, descriptor) ? ScriptAccess.Unreachable : ScriptAccess.Reachable;
        return Execute(context, guest, context.Scratch.Span, command[..name.Length], access, 2);
    }

    private static Errno Locate(SyscallContext context, SyscallRow row, IGuest guest, ReadOnlySpan<byte> path, LookupKind kind)
    {
        Resolution place = context.First;
        Errno error = context.Resolve(guest, row.Paths[0], path, kind, place, LookupLimits.NeedPlace);
        if (error == Errno.None && place.IsUnchanged)
        {
            // The directory has no place in the guest: it was deleted, or inherited from outside. Name it by its descriptor.
            ProcPath.FormatDescriptor(guest.Tid, SyscallContext.DirectoryOf(guest, row.Paths[0]), place.Host);
            if (HostFiles.ReadLink(place.Host.WithNul, context.Bytes) < 0)
            {
                return Errno.EBADF;
            }

            return place.Host.AppendComponent(path) ? Errno.None : Errno.ENAMETOOLONG;
        }

        return error;
    }

    /// <summary>Hands the kernel the stub in the place of the program whose host path the first resolution holds.</summary>
    private static Verdict Execute(
        SyscallContext context,
        IGuest guest,
        ReadOnlySpan<byte> fileName,
        ReadOnlySpan<byte> commandName,
        ScriptAccess access,
        int argvIndex)
    {
        ExecBuilder builder = context.Exec;
        ReadOnlySpan<byte> host = context.First.Host.Span;
        Errno error = builder.Build(SyscallContext.ProcessOf(guest), host, fileName, commandName, access);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        ulong argv = guest.Call[argvIndex];
        Abi abi = ExecutableFile.AbiOf(builder.Program);
        byte[] stubPath = ExecutableFile.StubOf(context);
        if (stubPath.Length == 0)
        {
            Unistd.close(builder.Executable);
            return Verdict.Fail(Errno.ENOEXEC);
        }

        GuestPtr stub = guest.Stage(stubPath);
        if (stub.IsNull || (builder.Words.Count > 0 && !TryRewriteWords(context, guest, builder.Words, ref argv)))
        {
            Unistd.close(builder.Executable);
            return Verdict.Fail(Errno.E2BIG);
        }

        Mount? hint = builder.Hint;
        if (hint is not null || !context.Paths.Hints.IsEmpty)
        {
            context.Paths.Hints.Set(guest.Tgid, MountHints.Executable, hint);
        }

        guest.SetNumber(guest.Call.Abi == Abi.I386 ? SysnoI386.execve : Sysno.execve, guest.Call.Abi); // it reads the words
        guest.SetArgument(0, stub.Address);
        guest.SetArgument(2, guest.Call[argvIndex + 1]);
        guest.SetArgument(1, argv);
        guest.SetExecPlan(abi, builder.Plan, builder.Executable);
        return Verdict.Run;
    }

    /// <summary>The argv of an interpreter: its own words, the script's path, then the guest's words but the first.</summary>
    private static bool TryRewriteWords(SyscallContext context, IGuest guest, ScriptWords words, ref ulong argv)
    {
        GuestPtr text = guest.Stage(words.Bytes);
        Span<ulong> pointers = context.ReadPointers(guest, new GuestPtr(argv), words.Count);
        if (text.IsNull || pointers.IsEmpty)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = words.Bytes;
        for (int i = 0; i < words.Count; i++)
        {
            pointers[i] = text.Address + (ulong)(words.Bytes.Length - rest.Length);
            rest = rest[(rest.IndexOf((byte)0) + 1)..];
        }

        Span<byte> room = MemoryMarshal.AsBytes(pointers);
        argv = guest.Stage(GuestWords.Layout(guest, pointers, room)).Address;
        return argv != 0;
    }

    private static bool IsLink(PathBuffer host) => HostFiles.ReadLink(host.WithNul, stackalloc byte[8]) >= 0;

    private static bool ClosesOnExec(IGuest guest, int descriptor)
    {
        Span<byte> name = stackalloc byte[24];
        "/fdinfo/"u8.CopyTo(name);
        _ = Utf8Formatter.TryFormat(descriptor, name[8..], out int digits);
        name[8 + digits] = 0;
        Span<byte> text = stackalloc byte[256];
        int length = ProcFile.Read(guest.Tid, name, text);
        return length > 0 && ProcFile.TryGetField(text[..length], "flags:"u8, 8, out long flags) && (flags & CloseOnExec) != 0;
    }

    private static void FormatDevice(PathBuffer path, int descriptor)
    {
        Span<byte> digits = stackalloc byte[12];
        _ = Utf8Formatter.TryFormat(descriptor, digits, out int length);
        path.Set("/dev/fd/"u8);
        path.Append(digits[..length]);
    }
}
