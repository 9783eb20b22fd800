using System.Buffers.Text;
using Ptracer.Linux;
using Ptracer.Paths;

namespace Ptracer.Features;

/// <summary>
/// /proc/PID/maps and its like for a tracee (proc_pid_maps(5)): files by their guest paths, and without the stub, which
/// a native process would not have.
/// </summary>
/// <param name="hidden">Where the stub begins and ends, addresses: its parts.</param>
/// <param name="hiddenOf32Bits">The same in 32-bit programs.</param>
internal sealed unsafe class ProcMaps((ulong Start, ulong End)[] hidden, (ulong Start, ulong End)[] hiddenOf32Bits)
{
    private const int PathColumn = 73;

    private readonly PathBuffer _guestPath = new(4 * Resolution.PathMax);
    private byte[] _text = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private byte[] _shown = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
    private int _length;
    private (ulong Start, ulong End)[] _hidden = [];

    /// <summary>Whether a host path is such a file, and whose.</summary>
    public static bool IsMaps(ReadOnlySpan<byte> path, out int id)
    {
        id = 0;
        return path.StartsWith("/proc/"u8) && (path.EndsWith("/maps"u8) || path.EndsWith("/smaps"u8)) &&
            Utf8Parser.TryParse(path[6..], out id, out int digits) && path[(6 + digits)..] is [(byte)'/', ..];
    }

    /// <summary>A memory file with what the guest shall read: a descriptor, or -errno.</summary>
    /// <param name="path">The host path, with its NUL.</param>
    /// <param name="table">What the guest sees where.</param>
    /// <param name="hasShortAddresses">Whether the process runs a 32-bit program.</param>
    public int Open(ReadOnlySpan<byte> path, BindingTable table, bool hasShortAddresses)
    {
        _hidden = hasShortAddresses ? hiddenOf32Bits : hidden;
        int length = ProcFile.ReadWhole(path, ref _text);
        if (length < 0)
        {
            return length;
        }

        Rewrite(_text.AsSpan(0, length), table);
        fixed (byte* text = _shown)
        {
            int descriptor = AnonymousFile.Create("maps\0"u8);
            if (descriptor >= 0)
            {
                Unistd.write(descriptor, text, _length);
            }

            return descriptor;
        }
    }

    private void Rewrite(ReadOnlySpan<byte> text, BindingTable table)
    {
        _length = 0;
        bool hidden = false;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..(end + 1)];
            text = text[line.Length..];
            if (TryGetStart(line, out ulong start))
            {
                hidden = IsHidden(start);
                if (!hidden)
                {
                    AppendMapping(line, table);
                }
            }
            else if (!hidden)
            {
                Append(line);
            }
        }
    }

    private bool IsHidden(ulong start)
    {
        foreach ((ulong first, ulong end) in _hidden)
        {
            if (start >= first && start < end)
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryGetStart(ReadOnlySpan<byte> line, out ulong start) =>
        Utf8Parser.TryParse(line, out start, out int digits, 'x') && digits < line.Length && line[digits] == '-';

    private void AppendMapping(ReadOnlySpan<byte> line, BindingTable table)
    {
        if (line.Length <= PathColumn || line[PathColumn] != '/' || !table.TryTell(line[PathColumn..^1], _guestPath))
        {
            Append(line);
            return;
        }

        Append(line[..PathColumn]);
        Append(_guestPath.Span);
        Append("\n"u8);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        while (_shown.Length - _length < bytes.Length)
        {
            Array.Resize(ref _shown, _shown.Length * 2);
        }

        bytes.CopyTo(_shown.AsSpan(_length));
        _length += bytes.Length;
    }
}
