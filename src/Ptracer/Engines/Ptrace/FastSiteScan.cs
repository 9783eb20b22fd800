using System.Buffers;
using System.Buffers.Binary;
using Ptracer.Engines.Shim;
using Ptracer.Linux;
using Ptracer.Syscalls;

namespace Ptracer.Engines.Ptrace;

/// <summary>
/// Leads all call sites of a process's C library to the fast path at once, when it starts its second thread: later some
/// thread may always be about to execute one. The library is the file that the starting call is in.
/// </summary>
/// <param name="table">Says which calls have a fast path.</param>
internal sealed class FastSiteScan(SyscallTable table)
{
    private const int MaxTextBytes = 4 * 1024 * 1024;

    private readonly Mappings _mappings = new();

    /// <summary>At the stop where a thread has been made, and neither of the two goes on yet.</summary>
    public void OnThread(Tracee maker)
    {
        if (maker.Space.Fast is not { } sites || maker.Space.Users > 1 || !sites.BeginScan() || !_mappings.Read(maker.Tgid))
        {
            return;
        }

        while (_mappings.TryNext(out Mapping mapping))
        {
            if (mapping.Start <= maker.Registers.rip && maker.Registers.rip < mapping.End)
            {
                Scan(maker, mapping.Start, (int)Math.Min(mapping.End - mapping.Start, MaxTextBytes));
                return;
            }
        }
    }

    private void Scan(Tracee tracee, ulong start, int sizeBytes)
    {
        byte[] room = ArrayPool<byte>.Shared.Rent(sizeBytes);
        Span<byte> text = room.AsSpan(0, sizeBytes);
        int found = tracee.TryRead(new(start), text) ? 0 : -1;
        for (int at = FastSites.MoveSizeBytes; found >= 0 && at < sizeBytes; at += FastSites.Syscall.Length)
        {
            found = text[at..].IndexOf(FastSites.Syscall);
            at += Math.Max(found, 0);
            int number = BinaryPrimitives.ReadInt32LittleEndian(text[(at - sizeof(int))..]);
            if (found >= 0 && table[number] is { IsFast: true })
            {
                tracee.FastPath.Lead(start + (ulong)at, number);
            }
        }

        ArrayPool<byte>.Shared.Return(room);
    }
}
