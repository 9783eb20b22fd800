using System.Buffers.Text;

namespace Ptracer.Paths;

/// <summary>The links of procfs that lead out of a text path: what they are, and whose.</summary>
internal enum ProcLink
{
    None,

    /// <summary>/proc/self and /proc/thread-self.</summary>
    Self,
    ThreadSelf,
    Exe,
    Cwd,
    Root,

    /// <summary>fd/N.</summary>
    Descriptor,

    /// <summary>Any other link below a process: ns/*, map_files/*. Their text is no path.</summary>
    Other,
}

/// <summary>A host path below /proc, taken apart (proc(5)).</summary>
internal static class ProcPath
{
    /// <summary>What kind of link a host path is, by its form alone.</summary>
    /// <param name="path">An absolute host path without doubled slashes.</param>
    /// <param name="id">The process or thread id it belongs to, 0 for self.</param>
    public static ProcLink Classify(ReadOnlySpan<byte> path, out int id)
    {
        id = 0;
        if (!path.StartsWith("/proc/"u8))
        {
            return ProcLink.None;
        }

        ReadOnlySpan<byte> rest = path[6..];
        if (rest.SequenceEqual("self"u8))
        {
            return ProcLink.Self;
        }

        if (rest.SequenceEqual("thread-self"u8))
        {
            return ProcLink.ThreadSelf;
        }

        if (!TakeId(ref rest, out id))
        {
            return ProcLink.None;
        }

        if (rest.StartsWith("task/"u8))
        {
            rest = rest[5..];
            if (!TakeId(ref rest, out id))
            {
                return ProcLink.None;
            }
        }

        return rest switch
        {
            _ when rest.SequenceEqual("exe"u8) => ProcLink.Exe,
            _ when rest.SequenceEqual("cwd"u8) => ProcLink.Cwd,
            _ when rest.SequenceEqual("root"u8) => ProcLink.Root,
            _ when rest.StartsWith("fd/"u8) && !rest[3..].Contains((byte)'/') => ProcLink.Descriptor,
            _ => ProcLink.Other,
        };
    }

    /// <summary>Whether this is /proc/ID/status or a task's: what shows the processors a thread may use.</summary>
    public static bool IsStatus(ReadOnlySpan<byte> path, out int id)
    {
        id = 0;
        if (!path.StartsWith("/proc/"u8) || !path.EndsWith("/status"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = path[6..];
        return TakeId(ref rest, out id) && (rest.SequenceEqual("status"u8) || rest.StartsWith("task/"u8));
    }

    /// <summary>The text that /proc/self or /proc/thread-self has for this thread; returns its length.</summary>
    public static int SelfTarget(ProcLink link, LookupProcess process, Span<byte> target)
    {
        _ = Utf8Formatter.TryFormat(process.Tgid, target, out int length);
        if (link == ProcLink.ThreadSelf)
        {
            "/task/"u8.CopyTo(target[length..]);
            _ = Utf8Formatter.TryFormat(process.Tid, target[(length + 6)..], out int digits);
            length += 6 + digits;
        }

        return length;
    }

    /// <summary><c>/proc/TID/fd/N</c>, or <c>/proc/TID/cwd</c> for AT_FDCWD.</summary>
    public static void FormatDescriptor(int tid, int descriptor, PathBuffer path)
    {
        Span<byte> digits = stackalloc byte[12];
        _ = Utf8Formatter.TryFormat(tid, digits, out int length);
        path.Set("/proc/"u8);
        path.Append(digits[..length]);
        if (descriptor == Linux.Fcntl.AT_FDCWD)
        {
            path.Append("/cwd"u8);
            return;
        }

        _ = Utf8Formatter.TryFormat(descriptor, digits, out length);
        path.Append("/fd/"u8);
        path.Append(digits[..length]);
    }

    private static bool TakeId(ref ReadOnlySpan<byte> rest, out int id)
    {
        if (!Utf8Parser.TryParse(rest, out id, out int digits) || digits >= rest.Length || rest[digits] != '/')
        {
            return false;
        }

        rest = rest[(digits + 1)..];
        return id > 0;
    }
}
