namespace Ptracer.Linux;

/// <summary>
/// How a structure of x86-64 lies in the memory of an i386 program, where its numbers are narrower: a field for a field
/// (linux/compat.h, arch/x86/include/asm/compat.h, ipc/compat.c). Not for addresses and times that another call has in
/// another width.
/// </summary>
/// <param name="SizeBytes">Of the structure of i386.</param>
/// <param name="Fields">Those that have a meaning; the rest is zero.</param>
internal sealed record I386Structure(int SizeBytes, params I386Field[] Fields)
{
    private static readonly I386Field[] s_permissions = [new(0, 0, 20), new(20, 20, 2), new(24, 24, 2)];

    private static readonly I386Structure s_queue = new(
        88,
        [
            .. s_permissions, new(48, 36, 8), new(56, 44, 8), new(64, 52, 8),
            new(72, 60, 4), new(80, 64, 4), new(88, 68, 4), new(96, 72, 8),
        ]);

    private static readonly I386Structure s_semaphores = new(
        64, [.. s_permissions, new(48, 36, 8), new(64, 44, 8), new(80, 52, 4)]);

    private static readonly I386Structure s_segment = new(
        84,
        [
            .. s_permissions, new(48, 36, 4), new(56, 40, 8), new(64, 48, 8), new(72, 56, 8),
            new(80, 64, 8), new(88, 72, 4),
        ]);

    private static readonly I386Structure s_segmentLimits = new(
        36, new(0, 0, 4), new(8, 4, 4), new(16, 8, 4), new(24, 12, 4), new(32, 16, 4));

    private static readonly I386Structure s_segmentUsage = new(24, new(0, 0, 4), new(8, 4, 4), new(16, 8, 4));

    private static readonly I386Structure s_queueAttributes = new(
        32, new(0, 0, 4), new(8, 4, 4), new(16, 8, 4), new(24, 12, 4));

    private static readonly I386Structure s_event = new(64, new(0, 0, 4), new(8, 4, 8));

    /// <summary>The layout of a type; null: as on x86-64.</summary>
    public static I386Structure? Of<T>()
        where T : unmanaged
    {
        return typeof(T) == typeof(SysMsg.msqid_ds) ? s_queue
            : typeof(T) == typeof(SysSem.semid_ds) ? s_semaphores
            : typeof(T) == typeof(SysShm.shmid_ds) ? s_segment
            : typeof(T) == typeof(SysShm.shminfo) ? s_segmentLimits
            : typeof(T) == typeof(SysShm.shm_info) ? s_segmentUsage
            : typeof(T) == typeof(Mqueue.mq_attr) ? s_queueAttributes
            : typeof(T) == typeof(Mqueue.sigevent) ? s_event
            : null;
    }

    /// <summary>Lays a structure out as i386 has it.</summary>
    public void Narrow(ReadOnlySpan<byte> wide, Span<byte> narrow)
    {
        narrow.Clear();
        foreach (I386Field field in Fields)
        {
            wide.Slice(field.Wide, field.SizeBytes).CopyTo(narrow[field.Narrow..]);
        }
    }

    /// <summary>The other way.</summary>
    public void Widen(ReadOnlySpan<byte> narrow, Span<byte> wide)
    {
        wide.Clear();
        foreach (I386Field field in Fields)
        {
            narrow.Slice(field.Narrow, field.SizeBytes).CopyTo(wide[field.Wide..]);
        }
    }
}

/// <summary>A field, or several in a row: the lower bytes of a number are its first.</summary>
/// <param name="Wide">Its offset on x86-64.</param>
/// <param name="Narrow">Its offset on i386.</param>
/// <param name="SizeBytes">Its size on i386.</param>
internal readonly record struct I386Field(int Wide, int Narrow, int SizeBytes);
