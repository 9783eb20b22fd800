using System.Runtime.CompilerServices;
using Ptracer.Linux;

namespace Ptracer.Journal.Reading;

/// <summary>Waits for changes in directories, by inotify(7); another thread can end the wait.</summary>
internal sealed unsafe class DirectoryWatch : IDisposable
{
    private const int EventBytes = 16 << 10;

    private readonly Dictionary<int, string> _directories = [];
    private readonly byte[] _events = new byte[EventBytes];
    private readonly int _inotify;
    private readonly int _wake;

    /// <summary>Makes one that watches nothing.</summary>
    /// <exception cref="PtracerException">The limits of the user are reached.</exception>
    public DirectoryWatch()
    {
        long inotify = Inotify.inotify_init1(Inotify.IN_CLOEXEC | Inotify.IN_NONBLOCK);
        long wake = EventFd.eventfd(0, EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
        if (inotify < 0 || wake < 0)
        {
            Close(inotify);
            Close(wake);
            throw new PtracerException(
                $"following the journal: {Raw.ErrnoOf(Math.Min(inotify, wake))}; raise fs.inotify.max_user_instances or the limit of open files");
        }

        _inotify = (int)inotify;
        _wake = (int)wake;
    }

    /// <summary>Watches a directory.</summary>
    /// <returns>False: there is none.</returns>
    /// <exception cref="PtracerException">It cannot be watched.</exception>
    public bool TryAdd(string directory)
    {
        const uint mask = Inotify.IN_CREATE | Inotify.IN_MOVED_TO | Inotify.IN_MODIFY | Inotify.IN_ONLYDIR;
        long watch;
        fixed (byte* path = HostText.WithNul(directory))
        {
            watch = Inotify.inotify_add_watch(_inotify, path, mask);
        }

        if (Raw.ErrnoOf(watch) is Errno.ENOENT or Errno.ENOTDIR)
        {
            return false;
        }

        if (watch < 0)
        {
            throw new PtracerException(
                $"{directory}: cannot be watched ({Raw.ErrnoOf(watch)}); check its permissions and fs.inotify.max_user_watches");
        }

        _directories[(int)watch] = directory;
        return true;
    }

    /// <summary>Waits for a change, or for <see cref="Wake"/>.</summary>
    /// <param name="changed">Gets the directories in which something changed.</param>
    /// <returns>False: changes were lost, so everything may have changed.</returns>
    public bool Wait(HashSet<string> changed)
    {
        PollH.pollfd* descriptors = stackalloc PollH.pollfd[2];
        descriptors[0] = new PollH.pollfd { fd = _inotify, events = PollH.POLLIN };
        descriptors[1] = new PollH.pollfd { fd = _wake, events = PollH.POLLIN };
        PollH.poll(descriptors, 2, -1);
        return descriptors[0].revents == 0 || Drain(changed);
    }

    /// <summary>Ends the present wait, or the next one; from any thread.</summary>
    public void Wake()
    {
        ulong one = 1;
        Unistd.write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close(_inotify);
        Close(_wake);
    }

    private static void Close(long descriptor)
    {
        if (descriptor >= 0)
        {
            Unistd.close((int)descriptor);
        }
    }

    private bool Drain(HashSet<string> changed)
    {
        bool isWhole = true;
        fixed (byte* events = _events)
        {
            long count;
            while ((count = Unistd.read(_inotify, events, EventBytes)) > 0)
            {
                ReadOnlySpan<byte> rest = _events.AsSpan(0, (int)count);
                while (rest.Length >= sizeof(Inotify.inotify_event))
                {
                    Inotify.inotify_event happened = Unsafe.ReadUnaligned<Inotify.inotify_event>(in rest[0]);
                    isWhole &= (happened.mask & Inotify.IN_Q_OVERFLOW) == 0;
                    if (_directories.TryGetValue(happened.wd, out string? directory))
                    {
                        changed.Add(directory);
                    }

                    rest = rest[(sizeof(Inotify.inotify_event) + (int)happened.len)..];
                }
            }
        }

        return isWhole;
    }
}
