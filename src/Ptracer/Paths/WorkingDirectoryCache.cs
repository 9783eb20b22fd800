using System.Buffers.Text;
using Ptracer.Linux;

namespace Ptracer.Paths;

/// <summary>
/// Open working directories of threads that look up relative paths, so that each lookup need not ask /proc. Only
/// chdir(2) and fchdir(2) change a working directory, and both always stop; a rename does not change the descriptor.
/// </summary>
internal sealed class WorkingDirectoryCache
{
    private const int Size = 64;

    private readonly Entry[] _entries = new Entry[Size];

    /// <summary>Off, once some processes share their working directory without being threads of one (CLONE_FS).</summary>
    public bool IsOff { get; private set; }

    /// <summary>An O_PATH descriptor of a thread's working directory, owned by the cache; -1 if it cannot be had.</summary>
    public int Get(LookupProcess process)
    {
        ref Entry entry = ref _entries[process.Tid % Size];
        if (entry.Tid == process.Tid && entry.Tgid == process.Tgid)
        {
            return entry.Descriptor;
        }

        Close(ref entry);
        Span<byte> link = stackalloc byte[24];
        "/proc/"u8.CopyTo(link);
        _ = Utf8Formatter.TryFormat(process.Tid, link[6..], out int digits);
        "/cwd\0"u8.CopyTo(link[(6 + digits)..]);
        int descriptor = HostFiles.OpenPath(link, Fcntl.O_DIRECTORY);
        if (descriptor < 0)
        {
            return -1;
        }

        entry = new Entry { Tid = process.Tid, Tgid = process.Tgid, Descriptor = descriptor };
        return descriptor;
    }

    /// <summary>A thread of this process changes its working directory, or the process has ended.</summary>
    public void Forget(int tgid)
    {
        for (int i = 0; i < Size; i++)
        {
            if (_entries[i].Tgid == tgid)
            {
                Close(ref _entries[i]);
            }
        }
    }

    public void TurnOff()
    {
        IsOff = true;
        for (int i = 0; i < Size; i++)
        {
            Close(ref _entries[i]);
        }
    }

    private static void Close(ref Entry entry)
    {
        if (entry.Tid != 0)
        {
            Unistd.close(entry.Descriptor);
            entry = default;
        }
    }

    private struct Entry
    {
        public int Tid;
        public int Tgid;
        public int Descriptor;
    }
}
