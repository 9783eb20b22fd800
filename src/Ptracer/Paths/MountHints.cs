namespace Ptracer.Paths;

/// <summary>
/// Where a host directory is seen at two guest paths, the host's path does not tell by which of them a process came. This
/// remembers it, for working directories, open files and programs, wherever it is not the one that would be guessed.
/// </summary>
internal sealed class MountHints
{
    /// <summary>Stands for /proc/PID/exe in the place of a descriptor.</summary>
    public const int Executable = -1000;

    private readonly Dictionary<(int Process, int Descriptor), Mount> _mounts = [];

    public bool IsEmpty => _mounts.Count == 0;

    public Mount? Find(int process, int descriptor) => _mounts.GetValueOrDefault((process, descriptor));

    /// <summary>Remembers a mount, or forgets it: null.</summary>
    public void Set(int process, int descriptor, Mount? mount)
    {
        if (mount is null)
        {
            _mounts.Remove((process, descriptor));
        }
        else
        {
            _mounts[(process, descriptor)] = mount;
        }
    }

    /// <summary>A child process starts with what its maker has.</summary>
    public void Copy(int from, int to)
    {
        if (_mounts.Count == 0)
        {
            return;
        }

        foreach (((int process, int descriptor), Mount mount) in new Dictionary<(int Process, int Descriptor), Mount>(_mounts))
        {
            if (process == from)
            {
                _mounts[(to, descriptor)] = mount;
            }
        }
    }

    public void Forget(int process)
    {
        if (_mounts.Count == 0)
        {
            return;
        }

        foreach ((int Process, int Descriptor) key in new List<(int Process, int Descriptor)>(_mounts.Keys))
        {
            if (key.Process == process)
            {
                _mounts.Remove(key);
            }
        }
    }
}
