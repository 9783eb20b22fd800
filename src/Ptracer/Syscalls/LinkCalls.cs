using Ptracer.Features;
using Ptracer.Guest;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Syscalls;

/// <summary>readlink(2), readlinkat(2), getcwd(2): answers that are paths.</summary>
internal static class LinkCalls
{
    /// <summary>readlink, readlinkat: a link's text is the guest's own, except where procfs tells a host path.</summary>
    public static Verdict ReadLink(SyscallContext context, SyscallRow row, IGuest guest)
    {
        PathArgument argument = row.Paths[0];
        int size = guest.Call.Int(argument.Path + 2);
        ReadOnlySpan<byte> path = context.ReadPath(guest, guest.Call.Pointer(argument.Path));
        if (path.IsEmpty && size > 0 && argument.Directory >= 0)
        {
            return ReadOwnLink(context, guest, size);
        }

        if (path.IsEmpty || size <= 0)
        {
            return Verdict.Run; // EFAULT, ENAMETOOLONG, EINVAL
        }

        Resolution place = context.First;
        Errno error = context.Resolve(guest, argument, path, LookupKind.NoFollow, place, LookupLimits.NeedPlace);
        if (error != Errno.None)
        {
            return Verdict.Fail(error);
        }

        if (place.IsUnchanged)
        {
            return Verdict.Run;
        }

        GuestPtr buffer = guest.Call.Pointer(argument.Path + 1);
        int id = 0;
        ProcLink link = place.HasTrailingSlash ? ProcLink.None : ProcPath.Classify(place.Host.Span, out id);
        return link is ProcLink.None or ProcLink.Other ? Ask(guest, argument, place)
            : link <= ProcLink.ThreadSelf || context.Processes.IsTracee(id) ? AnswerProcLink(context, guest, link, id, buffer, size)
            : link == ProcLink.Exe && ForeignPrograms.TryFind(guest.Tid, id, context.Scratch)
                ? Tell(context, guest, context.Paths.Detranslate(context.Scratch.Span, context.Second.Guest), buffer, size)
            : Ask(guest, argument, place);
    }

    private static Verdict Ask(IGuest guest, in PathArgument argument, Resolution place)
    {
        Errno error = SyscallContext.Give(guest, argument.Path, place);
        return error == Errno.None ? Verdict.Run : Verdict.Fail(error);
    }

    /// <summary>readlinkat with an empty path: the link that an O_PATH descriptor stands for, maybe one of procfs.</summary>
    private static Verdict ReadOwnLink(SyscallContext context, IGuest guest, int size)
    {
        PathBuffer host = context.First.Host;
        ProcPath.FormatDescriptor(guest.Tid, guest.Call.Int(0), host);
        int length = HostFiles.ReadLink(host.WithNul, context.Bytes);
        if (length <= 0)
        {
            return Verdict.Run;
        }

        host.Set(context.Bytes.AsSpan(0, length));
        ProcLink link = ProcPath.Classify(host.Span, out int id);
        return link is > ProcLink.ThreadSelf and < ProcLink.Other && context.Processes.IsTracee(id)
            ? AnswerProcLink(context, guest, link, id, guest.Call.Pointer(2), size)
            : Verdict.Run;
    }

    /// <summary>getcwd: the length with its NUL. Errors: ENOENT for a directory that is gone, ERANGE, EFAULT.</summary>
    public static Verdict Getcwd(SyscallContext context, SyscallRow row, IGuest guest)
    {
        LookupProcess process = SyscallContext.ProcessOf(guest);
        bool found = context.Paths.TryGetDirectory(process, Fcntl.AT_FDCWD, out ReadOnlySpan<byte> host, out ReadOnlySpan<byte> path);
        if (!found || host.EndsWith(" (deleted)"u8))
        {
            return Verdict.RunThenExit(GetcwdExit);
        }

        path = context.Paths.Roots.Within(guest.Tgid, path);
        context.Scratch.Set(path.IsEmpty ? "/"u8 : path);
        ReadOnlySpan<byte> answer = context.Scratch.WithNul;
        context.Log.Note(path);
        return (ulong)answer.Length > guest.Call[1] ? Verdict.Fail(Errno.ERANGE)
            : guest.TryWrite(guest.Call.Pointer(0), answer) ? Verdict.Return(answer.Length)
            : Verdict.Fail(Errno.EFAULT);
    }

    /// <summary>A directory that is deleted, or whose name looks so, or outside of the guest: the kernel has told.</summary>
    private static long GetcwdExit(SyscallContext context, IGuest guest, long result)
    {
        GuestPtr buffer = guest.Call.Pointer(0);
        if (result <= 1 || !guest.TryRead(buffer, context.Bytes.AsSpan(0, (int)result)))
        {
            return result;
        }

        ReadOnlySpan<byte> path = context.Paths.Detranslate(context.Bytes.AsSpan(0, (int)result - 1), context.Scratch);
        context.Second.Guest.Set(path);
        return guest.TryWrite(buffer, context.Second.Guest.WithNul) ? path.Length + 1 : -(long)Errno.EFAULT;
    }

    private static Mount? FindHint(SyscallContext context, ProcLink link, int id)
    {
        if (link == ProcLink.Cwd)
        {
            return context.Paths.Hints.Find(id, Fcntl.AT_FDCWD);
        }

        ReadOnlySpan<byte> path = context.First.Host.Span;
        ReadOnlySpan<byte> digits = path[(path.LastIndexOf((byte)'/') + 1)..];
        return System.Buffers.Text.Utf8Parser.TryParse(digits, out int descriptor, out _)
            ? context.Paths.Hints.Find(id, descriptor)
            : null;
    }

    private static Verdict AnswerProcLink(SyscallContext context, IGuest guest, ProcLink link, int id, GuestPtr buffer, int size)
    {
        ReadOnlySpan<byte> text;
        if (link <= ProcLink.ThreadSelf)
        {
            text = context.Bytes.AsSpan(0, ProcPath.SelfTarget(link, SyscallContext.ProcessOf(guest), context.Bytes));
        }
        else if (link == ProcLink.Root)
        {
            text = "/"u8;
        }
        else if (link == ProcLink.Exe && HostFiles.PathOf(context.Processes.ExecutableDescriptor(id), context.Scratch))
        {
            Mount? hint = context.Paths.Hints.Find(id, MountHints.Executable);
            text = context.Paths.Detranslate(context.Scratch.Span, context.Second.Guest, hint);
        }
        else
        {
            int length = HostFiles.ReadLink(context.First.Host.WithNul, context.Scratch.Room);
            if (length < 0)
            {
                return Verdict.Return(length);
            }

            context.Scratch.SetLength(length);
            Mount? hint = context.Paths.Hints.IsEmpty ? null : FindHint(context, link, id);
            text = context.Place.HiddenProc is { } hidden ? hidden.NameOf(context.Scratch.Span) : context.Scratch.Span;
            text = text[0] == '/' ? context.Paths.Detranslate(text, context.Second.Guest, hint) : text;
        }

        return Tell(context, guest, text, buffer, size);
    }

    private static Verdict Tell(SyscallContext context, IGuest guest, ReadOnlySpan<byte> text, GuestPtr buffer, int size)
    {
        text = text[..Math.Min(text.Length, size)];
        context.Log.Note(text);
        return guest.TryWrite(buffer, text) ? Verdict.Return(text.Length) : Verdict.Fail(Errno.EFAULT);
    }
}
