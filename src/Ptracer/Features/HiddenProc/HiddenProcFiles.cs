using System.Text;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features.HiddenProc;

/// <summary>
/// Files of /proc about the whole system that the place does not let its user see, as Android's apps: in their place a guest
/// finds an anonymous file with what is known. Those that can be read stay themselves.
/// </summary>
/// <param name="release">The kernel release that the guest is shown; null: the real one.</param>
internal sealed unsafe class HiddenProcFiles(string? release)
{
    private const uint Readable = 0x124; // 0444
    private static readonly byte[][] s_names = Array.ConvertAll(HiddenProcTexts.Names, static name => Encoding.UTF8.GetBytes(name[(name.LastIndexOf('/') + 1)..]));

    private readonly Dictionary<string, int> _files = [];

    /// <summary>Whether the place hides some.</summary>
    public static bool IsNeeded
    {
        get
        {
            // Any of them tells; each place hides others.
            return IsHidden("/proc/stat\0"u8) || IsHidden("/proc/uptime\0"u8) || IsHidden("/proc/version\0"u8) ||
                IsHidden("/proc/sys/kernel/osrelease\0"u8);
        }
    }

    /// <summary>Whether a path, as it is written, may be that of such a file: its last component is the name of one.</summary>
    public static bool MayBe(ReadOnlySpan<byte> path)
    {
        ReadOnlySpan<byte> name = path[(path.LastIndexOf((byte)'/') + 1)..];
        foreach (byte[] known in s_names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Turns the host path of a hidden file into one that can be opened: false if it is none, and stays.</summary>
    public bool Replace(PathBuffer host)
    {
        bool isOfSystem = host.Span.StartsWith("/proc/"u8) && host.Span[6..] is [not (>= (byte)'0' and <= (byte)'9'), ..];
        if (!isOfSystem || !IsHidden(host.WithNul))
        {
            return false;
        }

        string name = Encoding.UTF8.GetString(host.Span[6..]);
        int descriptor = HiddenProcTexts.Of(name, release) is { } text ? Write(name, Encoding.UTF8.GetBytes(text)) : -1;
        if (descriptor >= 0)
        {
            host.SetLength(SessionLink.Format(descriptor, host.Room));
        }

        return descriptor >= 0;
    }

    /// <summary>The path below /proc that a file of this class stands for, of what its link in /proc/PID/fd says; else all of that.</summary>
    public ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> link)
    {
        // "/memfd:/proc/uptime (deleted)" (proc_pid_fd(5)): a guest may call one of its own so, and is told so.
        ReadOnlySpan<byte> start = "/memfd:"u8, end = " (deleted)"u8;
        bool isOne = _files.Count > 0 && link.StartsWith(start) && link[start.Length..].StartsWith("/proc/"u8) && link.EndsWith(end);
        return isOne ? link[start.Length..^end.Length] : link;
    }

    private static bool IsHidden(ReadOnlySpan<byte> path)
    {
        fixed (byte* p = path)
        {
            return Unistd.faccessat(Fcntl.AT_FDCWD, p, Unistd.R_OK) != 0;
        }
    }

    /// <summary>The file's text as it is now; who has it open sees the new one.</summary>
    private int Write(string name, byte[] text)
    {
        if (!_files.TryGetValue(name, out int descriptor))
        {
            descriptor = AnonymousFile.Create(Encoding.UTF8.GetBytes($"/proc/{name}\0"));
            if (descriptor < 0)
            {
                return descriptor;
            }

            Stat.fchmod(descriptor, Readable);
            _files.Add(name, descriptor);
        }

        fixed (byte* bytes = text)
        {
            Unistd.pwrite(descriptor, bytes, text.Length, 0);
        }

        Unistd.ftruncate(descriptor, text.Length);
        return descriptor;
    }
}
